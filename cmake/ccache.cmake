# Compiles through ccache where it is installed.
find_program(MATVIEW_CCACHE ccache)
mark_as_advanced(MATVIEW_CCACHE)
if(MATVIEW_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${MATVIEW_CCACHE})
endif()
