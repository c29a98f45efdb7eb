#pragma once

namespace tillnote {

/// Keeps the memory of this process, in which tokens and passwords lie, out of core files and out of reach of other
/// processes of the same user. To be called at the start of main, and again after a change of user, which takes it back.
/// Source: prctl(2), PR_SET_DUMPABLE; docs/decisions/0038.
void forbid_core_files() noexcept;

}  // namespace tillnote
