# Writes what the program says of itself: -DPROGRAM=... -DFOLDER=..., replicas.1 and a completion script for each shell.
file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${PROGRAM} --manual OUTPUT_FILE ${FOLDER}/replicas.1 COMMAND_ERROR_IS_FATAL ANY)
foreach(shell bash zsh fish)
  execute_process(COMMAND ${PROGRAM} completion ${shell} OUTPUT_FILE ${FOLDER}/${shell} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
