#pragma once

#include "lane-client/clock.hpp"
#include "lane-client/enrolments.hpp"
#include "lane-client/outbox_keeper.hpp"
#include "lane-client/server_link.hpp"

/// Whether the server was put back to an earlier time (restored, or failed over to a standby that was behind). Its have_seq
/// tells of notes only, and a lane may have undone, asked and rung up without tapping since. Source: docs/decisions/0019.
namespace tillnote::lane {

/// Sends once more the undos and showings that were delivered since the last check, and the newest of those before. All are
/// known to a server in order; one that stores something anew had lost it, and maybe more: then every undo and showing of
/// the last limits::delivered_kept waits again, and every hour is told again, at most once a day. An answer that was lost
/// counts as such a sign, as the server may have stored what it had lost. True when something waits again. `enrolments` must
/// not be empty. Errors: unreachable, untrusted_server, disk_full, outbox_unusable.
[[nodiscard]] Result<bool> check_for_restore(Server& server, OutboxAccess& outbox, const Clock& clock,
                                             const Enrolments& enrolments);

/// Lets the next heartbeat tell all hours that are kept, once a day: no answer says which hours the server has.
/// Errors: disk_full, outbox_unusable.
[[nodiscard]] Result<void> tell_hours_daily(Outbox& outbox, Instant now);

}  // namespace tillnote::lane
