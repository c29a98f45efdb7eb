#include "lane-client/strip/strip_model.hpp"

#include <algorithm>
#include <utility>

namespace tillnote::strip {

using Kind = StripRequest::Kind;

StripModel::StripModel(Language language, std::function<Uuid()> make_id)
    : language_(language), make_id_(std::move(make_id)) {}

bool StripModel::press(const Action& action, Time now) {
    if (action.kind == Action::Kind::none || is_locked(now)) {
        return false;
    }
    pressed_at_ = now;
    last_hot_key_.clear();
    note_somebody(now);
    // Who touches the strip has seen it.
    failure_.reset();
    if (page_ != Page::first) {
        page_ends_at_ = now + page_untouched;
    }
    act(action, now);
    count_message(now);
    return true;
}

void StripModel::act(const Action& action, Time now) {
    switch (action.kind) {
        case Action::Kind::none:
        case Action::Kind::dismiss:
            break;
        case Action::Kind::tap:
            tap(action.value, Source::touch);
            break;
        case Action::Kind::undo:
            undo();
            break;
        case Action::Kind::more:
            open(Page::groups);
            page_ends_at_ = now + page_untouched;
            break;
        case Action::Kind::group:
            open(Page::group);
            page_group_ = action.value;
            page_ends_at_ = now + page_untouched;
            break;
        case Action::Kind::back:
            open(page_ == Page::group ? Page::groups : Page::first);
            if (page_ != Page::first) {
                page_ends_at_ = now + page_untouched;
            }
            break;
        case Action::Kind::next_part:
            ++page_part_;
            break;
        case Action::Kind::language:
            language_ = language_ == Language::english ? Language::spanish : Language::english;
            break;
        case Action::Kind::answer:
        case Action::Kind::not_asked:
            answer(action);
            break;
    }
}

void StripModel::press_hot_key(const std::string& reason, Time now) {
    if (is_locked(now) && reason == last_hot_key_) {
        return;
    }
    pressed_at_ = now;
    last_hot_key_ = reason;
    note_somebody(now);
    if (reason != undo_code) {
        tap(reason, Source::hotkey);
    } else if (saved_) {
        undo();
    } else {
        nothing_to_undo_since_ = now;
    }
    count_message(now);
}

void StripModel::toggle_hidden(Time now) {
    note_somebody(now);
    hidden_ = !hidden_;
    count_message(now);
}

void StripModel::tap(const std::string& reason, Source source) {
    if (!is_sent(Kind::tap, reason)) {
        send({.kind = Kind::tap, .code = reason, .source = source}, name_of(reason));
    }
}

void StripModel::undo() {
    if (saved_) {
        // Offered once: a second press must not void the note before. What is tried again may have been done the first
        // time, so it goes under the same id.
        const Done last = std::move(*saved_);
        saved_.reset();
        const Uuid undo_id = last.undo_id.is_nil() ? make_id_() : last.undo_id;
        send({.kind = Kind::undo, .code = last.code, .id = undo_id, .note_id = last.note_id}, last.name);
    }
}

void StripModel::answer(const Action& action) {
    const ShownAsk* ask = current_ask();
    if (ask == nullptr || is_sent(Kind::answer, ask->showing_id) || is_sent(Kind::not_asked, ask->showing_id)) {
        return;
    }
    if (action.kind == Action::Kind::not_asked) {
        send({.kind = Kind::not_asked, .id = ask->showing_id});
        return;
    }
    for (const AskAnswer& answer : ask->answers) {
        if (answer.answer == action.value) {
            send({.kind = Kind::answer, .code = answer.answer, .id = ask->showing_id}, {answer.label_en, answer.label_es});
        }
    }
}

void StripModel::advance(Time now) {
    if (saved_ && now >= saved_->at + undo_offered && !undo_has_failed()) {
        saved_.reset();
    }
    if (said_ && now >= said_->at + saying) {
        said_.reset();
    }
    if (nothing_to_undo_since_ && now >= *nothing_to_undo_since_ + saying) {
        nothing_to_undo_since_.reset();
    }
    if (page_ends_at_ && now >= *page_ends_at_) {
        open(Page::first);
        // A finger on its way to the page that was there must not hit what is there now.
        pressed_at_ = now;
        last_hot_key_.clear();
    }
    count_message(now);
}

std::optional<Time> StripModel::next_change(Time now) const {
    std::vector<Time> moments;
    if (saved_ && !undo_has_failed()) {
        // Each second of the countdown.
        moments.push_back(saved_->at + std::chrono::floor<std::chrono::seconds>(now - saved_->at) + std::chrono::seconds{1});
    }
    if (said_) {
        moments.push_back(said_->at + saying);
    }
    if (nothing_to_undo_since_) {
        moments.push_back(*nothing_to_undo_since_ + saying);
    }
    if (page_ends_at_) {
        moments.push_back(*page_ends_at_);
    }
    if (agent_gone_since_ && !agent_is_missed(now)) {
        moments.push_back(*agent_gone_since_ + agent_missed);
    }
    if (message_visible_since_) {
        const Time seen_at = *message_visible_since_ + (message_shown - message_shown_for_);
        if (seen_at <= attended_until_) {
            moments.push_back(seen_at);
        }
    }
    const auto first = std::ranges::min_element(moments);
    return first == moments.end() ? std::nullopt : std::optional(*first);
}

std::vector<NumberedRequest> StripModel::take_requests() {
    return std::exchange(outgoing_, {});
}

std::vector<HotKey> StripModel::hot_keys() const {
    return catalog_ ? catalog_->hot_keys : std::vector<HotKey>{};
}

void StripModel::send(StripRequest request, Name name) {
    outgoing_.push_back({++last_number_, request});
    sent_.push_back({last_number_, std::move(request), std::move(name)});
}

void StripModel::open(Page page) {
    page_ = page;
    page_part_ = 0;
    page_ends_at_.reset();
}

/// What has been readable until now was so for whoever was there before.
void StripModel::note_somebody(Time now) {
    count_message(now);
    attended_until_ = now + lane_attended;
}

/// Adds up how long the first message has been readable while somebody was there, however often something else came between.
void StripModel::count_message(Time now) {
    if (message_visible_since_) {
        message_shown_for_ += std::min(now, attended_until_) - *message_visible_since_;
        message_visible_since_.reset();
    }
    const LaneMessage* message = next_message();
    if (message != nullptr && message->message_id == counted_message_ && message_shown_for_ >= message_shown) {
        seen_.insert(message->message_id);
        send({.kind = Kind::message_seen, .id = message->message_id});
        message = next_message();
    }
    if (message == nullptr || message->message_id != counted_message_) {
        counted_message_ = message == nullptr ? Uuid{} : message->message_id;
        message_shown_for_ = {};
    }
    if (now < attended_until_ && !hidden_ && page_ == Page::first && says(now) == Says::message) {
        message_visible_since_ = now;
    }
}

bool StripModel::shows_asks() const {
    return !hidden_ && page_ == Page::first && !failure_ && state_ && state_->code.empty();
}

bool StripModel::is_locked(Time now) const {
    return pressed_at_ && now < *pressed_at_ + lock_out;
}

/// "Tap again", it says then, and so the key stays as long as the words do.
bool StripModel::undo_has_failed() const {
    return failure_ && failure_->work == Kind::undo;
}

bool StripModel::is_sent(Kind kind, const std::string& code) const {
    return std::ranges::any_of(sent_,
                               [&](const Sent& sent) { return sent.request.kind == kind && sent.request.code == code; });
}

bool StripModel::is_sent(Kind kind, const Uuid& id) const {
    return std::ranges::any_of(sent_, [&](const Sent& sent) { return sent.request.kind == kind && sent.request.id == id; });
}

const LaneMessage* StripModel::next_message() const {
    if (state_) {
        for (const LaneMessage& message : state_->messages) {
            if (!seen_.contains(message.message_id)) {
                return &message;
            }
        }
    }
    return nullptr;
}

const ShownAsk* StripModel::current_ask() const {
    return state_ && state_->ask && !over_.contains(state_->ask->showing_id) ? &*state_->ask : nullptr;
}

bool StripModel::agent_is_missed(Time now) const {
    return agent_gone_since_ && now >= *agent_gone_since_ + agent_missed;
}

Name StripModel::name_of(const std::string& reason) const {
    const Reason* found = catalog_ ? catalog_->catalog.find_reason(reason) : nullptr;
    return found != nullptr ? Name{found->label_en, found->label_es} : Name{reason, reason};
}

}  // namespace tillnote::strip
