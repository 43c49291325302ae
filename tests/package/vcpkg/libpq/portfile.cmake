# The system has it.
set(VCPKG_POLICY_EMPTY_PACKAGE enabled)
