# Debian packages by CPack: `cpack --config build/release/CPackConfig.cmake` after everything is built makes `replicas`, the
# program with its manual page, completions and scripts, and `libreplicas-dev`, headers and libraries. What they depend on is
# what dpkg-shlibdeps finds in the files.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME replicas)
set(CPACK_PACKAGE_VENDOR "the replicas authors")
set(CPACK_PACKAGE_CONTACT "the replicas authors <replicas@localhost>")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL Unspecified library)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_NAME replicas)
set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_RECOMMENDS "python3-matplotlib, python3-netcdf4")
# CPack puts the project's own line before these and the space of a Debian control file before each of theirs.
set(CPACK_COMPONENT_UNSPECIFIED_DESCRIPTION "Langevin dynamics of thousands of neural-network replicas at many
temperatures: effective dimension, curvature, covariance spectra and
learning coefficients, as netCDF files. CPU engine.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libreplicas-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "libspdlog-dev, nlohmann-json3-dev, libeigen3-dev, libnetcdf-dev, zlib1g-dev")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "Headers, libreplicas.so and static libraries for programs that make runs
of their own: find_package(replicas).")
include(CPack)
