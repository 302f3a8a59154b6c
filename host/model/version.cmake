# Writes version.cc, on every build, and touches it only when version or revision have changed.
# cmake -DVERSION=0.1.0 -DREVISION=... -DSOURCE=... -DTARGET=.../version.cc -P version.cmake
if(NOT REVISION)
  execute_process(COMMAND git --no-optional-locks describe --always --dirty --exclude=* WORKING_DIRECTORY ${SOURCE}
                  OUTPUT_VARIABLE REVISION OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/version.cc.in ${TARGET} @ONLY)
