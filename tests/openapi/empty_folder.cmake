# Usage: cmake -P empty_folder.cmake FOLDER. What an earlier run recorded must not be checked again.
file(REMOVE_RECURSE ${CMAKE_ARGV3})
file(MAKE_DIRECTORY ${CMAKE_ARGV3})
