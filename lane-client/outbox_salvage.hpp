#pragma once

#include "schema/note.hpp"

#include <filesystem>

namespace tillnote::lane {

/// Why the outbox is written anew.
enum class SalvageReason {
    corrupt,  ///< the old file is kept beside as outbox.corrupt-<time>.db and a new outbox_id begins
    suspect,  ///< its content was read whole; the outbox_id goes on
};

/// Copies every readable note and undo, delivered ones too, into a fresh file, makes that durable, and puts it in the
/// place of `outbox_file`. A crash in between leaves the old file or the new one, never a mixture.
/// Errors: disk_full, outbox_unusable; the old file is then untouched.
[[nodiscard]] Result<void> salvage_outbox(const std::filesystem::path& outbox_file, const char* vfs, SalvageReason reason,
                                          Instant now);

/// Ends a salvage that a crash cut off. Cheap when there is none: one system call. Errors: outbox_unusable.
[[nodiscard]] Result<void> finish_salvage(const std::filesystem::path& outbox_file);

}  // namespace tillnote::lane
