# Wrong programs, and what the compilers say to them. Each case <floor>/<rule>.cpp holds a right program and, behind WRONG == 1, 2, ..., its wrong
# twins, one edit apart. They are compiled when the tests are built, with every compiler that is found; ctest judges what was written:
# the sentence behind `// expect:` stands in the first error, and all of it is short. What stands behind `// flags:` is given to
# the compiler for the wrong twins. Cases in positive/ are right programs only.
option(MATVIEW_COMPILE_FAIL_ALL "Compile every wrong twin of a case, not the first one only" OFF)

set(compile_fail_source ${CMAKE_CURRENT_LIST_DIR})
set(compile_fail_binary ${CMAKE_CURRENT_BINARY_DIR}/compile_fail)
file(GLOB_RECURSE compile_fail_cases CONFIGURE_DEPENDS RELATIVE ${compile_fail_source} ${compile_fail_source}/*.cpp)
file(GLOB_RECURSE compile_fail_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/*.hpp)

# The compiler in use, and the other one.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(compile_fail_gcc ${CMAKE_CXX_COMPILER})
else()
  find_program(MATVIEW_GCC NAMES g++)
  set(compile_fail_gcc ${MATVIEW_GCC})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set(compile_fail_clang ${CMAKE_CXX_COMPILER})
else()
  find_program(MATVIEW_CLANG NAMES clang++-14 clang++)
  set(compile_fail_clang ${MATVIEW_CLANG})
endif()
mark_as_advanced(MATVIEW_GCC MATVIEW_CLANG)

set(compile_fail_includes -I${PROJECT_SOURCE_DIR}/include)
get_target_property(boost_includes Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
foreach(dir IN LISTS boost_includes)
  if(dir AND NOT dir STREQUAL "/usr/include")
    list(APPEND compile_fail_includes -isystem ${dir})
  endif()
endforeach()

set(compile_fail_logs)
foreach(compiler IN ITEMS gcc clang)
  if(NOT compile_fail_${compiler})
    message(STATUS "compile_fail: no ${compiler} here, its half is left out")
    continue()
  endif()
  foreach(case IN LISTS compile_fail_cases)
    string(REGEX REPLACE "\\.cpp$" "" name ${case})
    set(logs ${compile_fail_binary}/${compiler}/${name})
    add_custom_command(OUTPUT ${logs}/done
      COMMAND ${CMAKE_COMMAND} "-DCOMPILER=${compile_fail_${compiler}}" "-DINCLUDES=${compile_fail_includes}"
              -DCASE=${compile_fail_source}/${case} -DLOGS=${logs} -DALL=${MATVIEW_COMPILE_FAIL_ALL}
              -P ${compile_fail_source}/compile.cmake
      DEPENDS ${compile_fail_source}/${case} ${compile_fail_source}/compile.cmake ${compile_fail_headers}
      COMMENT "compile_fail ${compiler} ${name}" VERBATIM)
    list(APPEND compile_fail_logs ${logs}/done)
  endforeach()
  add_test(NAME compile_fail.${compiler}
    COMMAND ${CMAKE_COMMAND} -DCASES=${compile_fail_source} -DLOGS=${compile_fail_binary}/${compiler}
            -P ${compile_fail_source}/check.cmake)
endforeach()
add_custom_target(compile_fail ALL DEPENDS ${compile_fail_logs})

add_test(NAME compile_fail.every_sentence
  COMMAND ${CMAKE_COMMAND} -DCASES=${compile_fail_source} -DHEADERS=${PROJECT_SOURCE_DIR}/include
          -P ${compile_fail_source}/every_sentence.cmake)
