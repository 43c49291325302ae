# matview_verify(<target> HEADERS <header>... MODELS <type>...
#                [PURPOSE read|refresh|refresh_concurrently...] [DATABASE <conninfo or URI>])
#
# Checks the models of a target against a database: makes a program that calls `verify` for each of them, a CTest test <target>_verify (label
# matview_verify) that runs it, and a target <target>_verify that runs it at once; of an alias, "::" becomes "_". The program prints every
# problem with its mend, and exits with 0 where there is none, 1 where there are some, 2 where the database could not be asked.
#
#   HEADERS   declare the models: files beside the CMakeLists.txt, or as they stand behind #include
#   MODELS    models, or std::tuples of models, by their full names: `using models = std::tuple<User, Board>;` beside the models keeps
#             the list where they are
#   PURPOSE   what materialized views are checked for; tables and plain views are always checked for reading. Default: read
#   DATABASE  where; without it the PG* environment says so when the program is run, as for psql. It is written into the build's files, so a
#             password does not belong here
#
# The program is compiled as the target is, and links it if it is a library. What defines an executable's models must be in its headers.
function(matview_verify target)
  cmake_parse_arguments(PARSE_ARGV 1 verify "" "DATABASE" "HEADERS;MODELS;PURPOSE")
  if(NOT TARGET ${target})
    message(FATAL_ERROR "matview_verify: there is no target ${target}: call it after add_library or add_executable")
  endif()
  if(verify_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "matview_verify: it does not take ${verify_UNPARSED_ARGUMENTS}: "
                        "name the models behind MODELS, and the headers that declare them behind HEADERS")
  endif()
  if(NOT verify_MODELS OR NOT verify_HEADERS)
    message(FATAL_ERROR "matview_verify: name the models of ${target} behind MODELS, and the headers that declare them behind HEADERS")
  endif()
  if(NOT verify_PURPOSE)
    set(verify_PURPOSE read)
  endif()
  foreach(purpose IN LISTS verify_PURPOSE)
    if(NOT purpose MATCHES "^(read|refresh|refresh_concurrently)$")
      message(FATAL_ERROR "matview_verify: the PURPOSE ${purpose} is none of: read, refresh, refresh_concurrently")
    endif()
  endforeach()

  set(includes "")
  foreach(header IN LISTS verify_HEADERS)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${header})
      set(header ${CMAKE_CURRENT_SOURCE_DIR}/${header})
    endif()
    string(APPEND includes "#include <${header}>\n")
  endforeach()
  list(JOIN verify_MODELS ", " models)
  list(TRANSFORM verify_PURPOSE PREPEND "matview::purpose::")
  list(JOIN verify_PURPOSE ", " purposes)

  string(REPLACE "::" "_" name ${target}_verify)  # of an alias
  set(program ${name}_program)
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/matview_verify.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp @ONLY)
  add_executable(${program} ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${program} PRIVATE matview::matview)

  get_target_property(type ${target} TYPE)
  if(type MATCHES "^(STATIC|SHARED|OBJECT|INTERFACE)_LIBRARY$")
    target_link_libraries(${program} PRIVATE ${target})
  else()
    target_link_libraries(${program} PRIVATE $<TARGET_PROPERTY:${target},LINK_LIBRARIES>)
  endif()
  if(NOT type STREQUAL "INTERFACE_LIBRARY")
    target_include_directories(${program} PRIVATE $<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>)
    target_compile_definitions(${program} PRIVATE $<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>)
    target_compile_options(${program} PRIVATE $<TARGET_PROPERTY:${target},COMPILE_OPTIONS>)
    target_compile_features(${program} PRIVATE $<TARGET_PROPERTY:${target},COMPILE_FEATURES>)
    target_link_options(${program} PRIVATE $<TARGET_PROPERTY:${target},LINK_OPTIONS>)
    foreach(property IN ITEMS CXX_STANDARD CXX_EXTENSIONS)
      get_target_property(value ${target} ${property})
      if(NOT value STREQUAL "value-NOTFOUND")
        set_target_properties(${program} PROPERTIES ${property} ${value})
      endif()
    endforeach()
  endif()

  add_test(NAME ${name} COMMAND ${program} ${verify_DATABASE})
  set_tests_properties(${name} PROPERTIES LABELS matview_verify)
  add_custom_target(${name} COMMAND ${program} ${verify_DATABASE} USES_TERMINAL VERBATIM
                    COMMENT "Checking the models of ${target} against the database")
endfunction()
