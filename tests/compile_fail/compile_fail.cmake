# Wrong programs, and what the compilers say to them. Each case <floor>/<rule>.cpp holds a right program and, behind WRONG == 1, 2, ..., its wrong
# twins, one edit apart. They are compiled when the tests are built; ctest judges what the compiler wrote:
# the sentence behind `// expect:` stands in the first error, and all of it is short. What stands behind `// flags:` is given to
# the compiler for the wrong twins. Cases in positive/ are right programs only.
option(MATVIEW_COMPILE_FAIL_ALL "Compile every wrong twin of a case, not the first one only" OFF)

set(compile_fail_source ${CMAKE_CURRENT_LIST_DIR})
set(compile_fail_binary ${CMAKE_CURRENT_BINARY_DIR}/compile_fail)
file(GLOB_RECURSE compile_fail_cases CONFIGURE_DEPENDS RELATIVE ${compile_fail_source} ${compile_fail_source}/*.cpp)
file(GLOB_RECURSE compile_fail_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/*.hpp)

set(compile_fail_includes -I${PROJECT_SOURCE_DIR}/include)
get_target_property(boost_includes Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
foreach(dir IN LISTS boost_includes)
  if(dir AND NOT dir STREQUAL "/usr/include")
    list(APPEND compile_fail_includes -isystem ${dir})
  endif()
endforeach()

# matview.hpp, precompiled for all cases. Its own warnings are other tests' matter: here they would be said of it as a main file.
set(precompiled ${compile_fail_binary}/precompiled)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  set(precompiled_file ${precompiled}/matview.pch)
  set(use_precompiled -include-pch ${precompiled_file})
else()
  set(precompiled_file ${precompiled}/matview/matview.hpp.gch)
  set(use_precompiled -I${precompiled})
endif()
cmake_path(GET precompiled_file PARENT_PATH precompiled_dir)
file(MAKE_DIRECTORY ${precompiled_dir})
add_custom_command(OUTPUT ${precompiled_file}
  COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 -w -x c++-header ${compile_fail_includes} ${PROJECT_SOURCE_DIR}/include/matview/matview.hpp
          -o ${precompiled_file}
  DEPENDS ${compile_fail_headers} COMMENT "compile_fail precompiled" VERBATIM)

set(compile_fail_logs)
foreach(case IN LISTS compile_fail_cases)
  string(REGEX REPLACE "\\.cpp$" "" name ${case})
  set(logs ${compile_fail_binary}/${name})
  add_custom_command(OUTPUT ${logs}/done
    COMMAND ${CMAKE_COMMAND} "-DCOMPILER=${CMAKE_CXX_COMPILER}" "-DINCLUDES=${compile_fail_includes}" "-DPRECOMPILED=${use_precompiled}"
            -DCASE=${compile_fail_source}/${case} -DLOGS=${logs} -DALL=${MATVIEW_COMPILE_FAIL_ALL}
            -P ${compile_fail_source}/compile.cmake
    DEPENDS ${compile_fail_source}/${case} ${compile_fail_source}/compile.cmake ${precompiled_file}
    COMMENT "compile_fail ${name}" VERBATIM)
  list(APPEND compile_fail_logs ${logs}/done)
endforeach()
add_test(NAME compile_fail
  COMMAND ${CMAKE_COMMAND} -DCASES=${compile_fail_source} -DLOGS=${compile_fail_binary} -P ${compile_fail_source}/check.cmake)
add_custom_target(compile_fail ALL DEPENDS ${compile_fail_logs})

add_test(NAME compile_fail.every_sentence
  COMMAND ${CMAKE_COMMAND} -DCASES=${compile_fail_source} -DHEADERS=${PROJECT_SOURCE_DIR}/include
          -P ${compile_fail_source}/every_sentence.cmake)
