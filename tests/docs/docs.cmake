# What README.md and docs/ show is compiled, and README's program is run: docs that no longer hold fail here.
# Each ```cpp block is taken out when CMake runs, which it does again after a page was edited. A block that begins with
#   #include             is a file of its own; where it holds int main it is a whole program
#   struct, template, …  holds declarations, and is put into a namespace
#   anything else        is the body of a function that is given a matview::connection& db
# The latter two see the models of docs/models.md (its first block) and the names of preamble.hpp. A block that must not be compiled
# has a line `<!-- not compiled: reason -->` before it.
set(docs_dir ${CMAKE_CURRENT_BINARY_DIR}/docs)

# Writes a file, unless it holds that text already: what did not change is not compiled again.
function(docs_write path text)
  if(EXISTS ${path})
    file(READ ${path} before)
  endif()
  if(NOT EXISTS ${path} OR NOT before STREQUAL text)
    file(WRITE ${path} "${text}")
  endif()
endfunction()

# docs_next_block(<rest> <language>): takes the next block of that language off the text in the variable <rest>. Sets `block`, empty at the
# end, `before`, the text before it, and `line`, that of its first line, counted on from the value that it had.
macro(docs_next_block rest language)
  set(block "")
  string(FIND "${${rest}}" "\n```${language}\n" at)
  if(NOT at EQUAL -1)
    string(SUBSTRING "${${rest}}" 0 ${at} before)
    string(LENGTH "\n```${language}\n" fence)
    math(EXPR at "${at} + ${fence}")
    string(SUBSTRING "${${rest}}" ${at} -1 ${rest})
    string(FIND "${${rest}}" "\n```" end)
    string(SUBSTRING "${${rest}}" 0 ${end} block)
    string(SUBSTRING "${${rest}}" ${end} -1 ${rest})
    string(REGEX REPLACE "[^\n]" "" newlines "${before}")
    string(LENGTH "${newlines}" lines)
    math(EXPR line "${line} + ${lines} + 2")
    string(REGEX REPLACE "[^\n]" "" newlines "${block}")
    string(LENGTH "${newlines}" next)
    math(EXPR next "${line} + ${next}")
  endif()
endmacro()

# Takes the page's C++ apart; appends the files made of it to `sources` and those with a main to `programs`.
function(docs_extract page)
  cmake_path(GET page STEM stem)
  string(MAKE_C_IDENTIFIER ${stem} stem)
  file(READ ${page} rest)
  set(fragments "#include \"preamble.hpp\"\n")
  set(line 1)
  docs_next_block(rest cpp)
  while(NOT block STREQUAL "")
    set(marked "#line ${line} \"${page}\"\n${block}\n")
    if(before MATCHES "<!-- not compiled: [^\n]+ -->[\n ]*$")
      # nothing
    elseif(block MATCHES "^#include")
      list(APPEND alone ${docs_dir}/${stem}_${line}.cpp)
      docs_write(${docs_dir}/${stem}_${line}.cpp "${marked}")
      if(block MATCHES "int main\\(")
        list(APPEND programs ${docs_dir}/${stem}_${line}.cpp)
      endif()
    elseif(block MATCHES "^(struct|class|enum|namespace|template|void) ")
      string(APPEND fragments "namespace ${stem}_${line} {\n${marked}}\n")
    else()
      string(APPEND fragments "void ${stem}_${line}(matview::connection& db) {{\n${marked}}}\n")
    endif()
    set(line ${next})
    docs_next_block(rest cpp)
  endwhile()
  docs_write(${docs_dir}/${stem}_fragments.cpp "${fragments}")
  set(sources ${sources} ${alone} ${docs_dir}/${stem}_fragments.cpp PARENT_SCOPE)
  set(programs ${programs} PARENT_SCOPE)
  if(alone)
    list(GET alone 0 first)
    set(${stem}_first ${first} PARENT_SCOPE)
  endif()
endfunction()

file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/*.md)
list(PREPEND pages ${PROJECT_SOURCE_DIR}/README.md)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${pages})
set(sources)
set(programs)
foreach(page IN LISTS pages)
  docs_extract(${page})
endforeach()

function(docs_options target)
  target_link_libraries(${target} PRIVATE matview::matview)
  matview_developer_options(${target})
  # Fragments show values that nothing goes on to use.
  target_compile_options(${target} PRIVATE -Wno-shadow -Wno-unused-variable -Wno-unused-parameter -Wno-unused-result
                                           -Wno-unused-value -Wno-unused-function)
endfunction()

# README's program is compiled where it is linked.
list(FILTER programs INCLUDE REGEX "/README_")
list(REMOVE_ITEM sources ${programs})

add_library(docs_snippets OBJECT ${sources})
target_include_directories(docs_snippets PRIVATE ${CMAKE_CURRENT_LIST_DIR})
target_compile_definitions(docs_snippets PRIVATE DOCS_MODELS="${models_first}")
docs_options(docs_snippets)
target_link_libraries(docs_snippets PRIVATE matview::json)
target_link_libraries(docs_snippets PRIVATE matview::testing)

# README's program, run on the database that README's SQL makes: it prints what README says.
foreach(language IN ITEMS sql text)
  file(READ ${PROJECT_SOURCE_DIR}/README.md rest)
  set(line 1)
  docs_next_block(rest ${language})
  docs_write(${docs_dir}/README.${language} "${block}\n")
endforeach()
add_executable(readme_program ${programs})
docs_options(readme_program)
matview_test(readme docs/readme_test.cpp)
target_compile_definitions(readme PRIVATE README_DIR="${docs_dir}" README_PROGRAM="$<TARGET_FILE:readme_program>")
add_dependencies(readme readme_program)

# The rules' sentences that the pages quote are those of the headers.
add_test(NAME docs_sentences COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${CMAKE_CURRENT_LIST_DIR}/sentences.cmake)

# Each error has its section.
add_test(NAME docs_error_classes
         COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${CMAKE_CURRENT_LIST_DIR}/error_classes.cmake)
