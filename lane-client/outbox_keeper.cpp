#include "lane-client/outbox_keeper.hpp"

#include "lane-client/outbox_salvage.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace tillnote::lane {

OutboxKeeper::OutboxKeeper(std::filesystem::path outbox_file, const Clock& clock, const char* vfs)
    : outbox_file_(std::move(outbox_file)), clock_(clock), vfs_(vfs) {}

/// Present from a failed write or fsync until the outbox has been written anew. It need not survive a power cut: after
/// one, the file shows what the disk holds, and nothing is suspect any more.
std::filesystem::path OutboxKeeper::suspect_mark() const {
    auto mark = outbox_file_;
    mark += ".suspect";
    return mark;
}

Result<void> OutboxKeeper::use(const std::function<Result<void>(Outbox&)>& work) {
    for (bool healed = false;; healed = true) {
        Trouble trouble = Trouble::none;
        auto done = open();
        if (done && outbox_) {
            done = work(*outbox_);
            trouble = outbox_->trouble();
        }
        if (trouble == Trouble::none) {
            return done;
        }
        close();
        if (trouble == Trouble::suspect) {
            const int mark = ::open(suspect_mark().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
            if (mark >= 0) {
                ::close(mark);
            }
            return done;
        }
        if (trouble != Trouble::corrupt || healed) {
            return done;
        }
        if (auto cured = heal(trouble); !cured) {
            return cured;
        }
    }
}

Result<void> OutboxKeeper::open() {
    if (outbox_) {
        return {};
    }
    if (auto finished = finish_salvage(outbox_file_); !finished) {
        return finished;
    }
    if (::access(suspect_mark().c_str(), F_OK) == 0) {
        if (auto cured = heal(Trouble::suspect); !cured) {
            return cured;
        }
    }
    Trouble trouble = Trouble::none;
    auto opened = Outbox::open(outbox_file_.string(), vfs_, trouble);
    if (!opened && trouble == Trouble::corrupt) {
        if (auto cured = heal(trouble); !cured) {
            return cured;
        }
        opened = Outbox::open(outbox_file_.string(), vfs_, trouble);
    }
    if (!opened) {
        return opened.error();
    }
    outbox_.emplace(std::move(*opened));
    return {};
}

Result<void> OutboxKeeper::heal(Trouble trouble) {
    const auto reason = trouble == Trouble::corrupt ? SalvageReason::corrupt : SalvageReason::suspect;
    auto salvaged = salvage_outbox(outbox_file_, vfs_, reason, clock_.now().wall);
    if (salvaged) {
        std::error_code ignored;
        std::filesystem::remove(suspect_mark(), ignored);
    }
    return salvaged;
}

}  // namespace tillnote::lane
