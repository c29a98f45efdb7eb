#pragma once

#include "server/domain/business_day.hpp"
#include "server/domain/digest_parts.hpp"
#include "server/render/digest_mail.hpp"

namespace tillnote::render {

/// An urgent reason whose alert stands, as a mail: what, where, since when, and where to acknowledge it. Pure; no clock.
[[nodiscard]] MailBody render_alert_mail(const domain::AlertLine& alert, const domain::Store& store,
                                         const domain::StoreCalendar& calendar, const MailLinks& links, Language language);

}  // namespace tillnote::render
