#pragma once

#include "schema/error.hpp"

#include <string>

/// Secrets as both programs are given them: each in a file of its own, so that none stands among the arguments, in the
/// environment, in a configuration or in the database. Safe from any thread. Source: docs/decisions/0038.
namespace tillnote {

/// Where the secret that the operator calls `name` lies. A path is taken as it is; "credential:NAME" is the file NAME in
/// $CREDENTIALS_DIRECTORY, where systemd puts what a unit loads, and without that variable in /etc/credstore, where systemd
/// takes it from: a command typed by root finds the same secret as the service.
[[nodiscard]] std::string secret_path(const std::string& name);

/// What is wrong with the open file `descriptor`, as the end of a sentence that begins with `path`; empty when nothing is.
/// A file that everybody on the machine can read is nobody's secret; a group may read it, as Debian's ssl-cert does.
[[nodiscard]] std::string find_mode_fault(int descriptor, const std::string& path);

/// The first line, at most 4,096 bytes. Read anew at each use: a changed secret needs no restart. Errors: not_found
/// (missing, unreadable or empty), invalid_field (open to others). The detail names the file, never what is in it.
[[nodiscard]] Result<std::string> read_secret_file(const std::string& name);

/// Overwrites a secret at the end of the scope in which it was needed, so that it does not stay in freed memory.
class WipedAtEnd {
public:
    explicit WipedAtEnd(std::string& secret) noexcept : secret_(secret) {}
    ~WipedAtEnd();
    WipedAtEnd(const WipedAtEnd&) = delete;
    WipedAtEnd& operator=(const WipedAtEnd&) = delete;

private:
    std::string& secret_;
};

}  // namespace tillnote
