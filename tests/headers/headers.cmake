# One translation unit for each public header proves that it stands alone; that it includes nothing of libpq's is checked along.
file(GLOB_RECURSE public_headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/include/*.hpp)
set(header_units)
foreach(header IN LISTS public_headers)
  string(REGEX REPLACE "[/.]" "_" unit ${header})
  set(unit ${CMAKE_CURRENT_BINARY_DIR}/headers/${unit}.cpp)
  file(CONFIGURE OUTPUT ${unit} CONTENT
    "#include <@header@>\n#include <@header@>  // twice: it guards itself\n#ifdef LIBPQ_FE_H\n#error \"a public header includes libpq-fe.h\"\n#endif\n" @ONLY)
  list(APPEND header_units ${unit})
endforeach()
add_library(header_units OBJECT ${header_units})
target_link_libraries(header_units PRIVATE matview::json matview::testing)
matview_developer_options(header_units)
