# A project of its own builds matview as a shared library: errors cross its boundary, and it shows what users need.
set(objects ${CMAKE_CURRENT_BINARY_DIR}/integration_objects.txt)
file(GENERATE OUTPUT ${objects}
     CONTENT "$<JOIN:$<TARGET_OBJECTS:integration>;$<TARGET_OBJECTS:matview_test_support>,\n>\n")
add_test(NAME shared_library
         COMMAND ${CMAKE_CTEST_COMMAND} --build-and-test ${CMAKE_CURRENT_LIST_DIR} ${CMAKE_CURRENT_BINARY_DIR}/shared_library
                 --build-generator ${CMAKE_GENERATOR} --build-project errors_across
                 --build-options -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}
                                 -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER} -DCMAKE_BUILD_TYPE=Debug
                                 -DCMAKE_CXX_FLAGS_DEBUG=-g1 -DCMAKE_UNITY_BUILD=ON
                                 -DMATVIEW_DIR=${PROJECT_SOURCE_DIR}
                                 -DMATVIEW_INTEGRATION_OBJECTS=${objects}
                                 -DMATVIEW_LINK_OPTIONS=$<TARGET_PROPERTY:integration,LINK_OPTIONS>
                 --test-command ${CMAKE_CTEST_COMMAND} --output-on-failure)
set_tests_properties(shared_library PROPERTIES TIMEOUT 900)
