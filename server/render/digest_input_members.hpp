#pragma once

#include "server/domain/digest.hpp"

/// Names for the members of all that is in a digest's input: one function per struct, for writing and for reading. Each
/// takes the struct apart by a structured binding, so that a member that was forgotten here does not compile.
/// A name is part of every stored edition: add, never rename. Included by digest_input_json.cpp alone.
namespace tillnote::render::input_members {

/// `fields(name, member)` is called for each member in order.
struct Members {
    template <typename Fields>
    static void of(Fields& fields, domain::DigestInput& input) {
        auto& [store, district, day, bounds, zone, state, catalog, lanes, notes_unplaced, traffic, remarks, same_weekdays,
               remarks_28_days, days_28, remarks_by_day_28, asks, windows, loop, changes] = input;
        fields("store", store);
        fields("district", district);
        fields("day", day);
        fields("bounds", bounds);
        fields("zone", zone);
        fields("state", state);
        fields("catalog", catalog);
        fields("lanes", lanes);
        fields("notes_unplaced", notes_unplaced);
        fields("traffic", traffic);
        fields("remarks", remarks);
        fields("same_weekdays", same_weekdays);
        fields("remarks_28_days", remarks_28_days);
        fields("days_28", days_28);
        fields("remarks_by_day_28", remarks_by_day_28);
        fields("asks", asks);
        fields("windows", windows);
        fields("loop", loop);
        fields("changes", changes);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::Store& store) {
        // A digest is of one day: where the store belonged on others is no part of it.
        auto& [id, name, district, day_rules, opened_on, closed_on, free_text, walk, memberships] = store;
        fields("id", id);
        fields("name", name);
        fields("district", district);
        fields("day_rules", day_rules);
        fields("opened_on", opened_on);
        fields("closed_on", closed_on);
        fields("free_text", free_text);
        fields("walk", walk);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::DayRule& rule) {
        auto& [valid_from, zone, cutoff_minutes] = rule;
        fields("valid_from", valid_from);
        fields("zone", zone);
        fields("cutoff_minutes", cutoff_minutes);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::District& district) {
        auto& [id, name] = district;
        fields("id", id);
        fields("name", name);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::DayBounds& bounds) {
        auto& [starts_at, ends_at] = bounds;
        fields("starts_at", starts_at);
        fields("ends_at", ends_at);
    }

    template <typename Fields>
    static void of(Fields& fields, Catalog& catalog) {
        auto& [departments, reasons] = catalog;
        fields("departments", departments);
        fields("reasons", reasons);
    }

    template <typename Fields>
    static void of(Fields& fields, Department& department) {
        auto& [code, label_en, label_es, walk, order] = department;
        fields("code", code);
        fields("label_en", label_en);
        fields("label_es", label_es);
        fields("walk", walk);
        fields("order", order);
    }

    template <typename Fields>
    static void of(Fields& fields, Reason& reason) {
        auto& [code, department, theme, polarity, label_en, label_es, owner, starter, first_screen, urgent, about_staff] =
            reason;
        fields("code", code);
        fields("department", department);
        fields("theme", theme);
        fields("polarity", polarity);
        fields("label_en", label_en);
        fields("label_es", label_es);
        fields("owner", owner);
        fields("starter", starter);
        fields("first_screen", first_screen);
        fields("urgent", urgent);
        fields("about_staff", about_staff);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::LaneFacts& facts) {
        auto& [lane, heard, last_heard_at, expected, notes_received, notes_missing, staff_notes] = facts;
        fields("lane", lane);
        fields("heard", heard);
        fields("last_heard_at", last_heard_at);
        fields("expected", expected);
        fields("notes_received", notes_received);
        fields("notes_missing", notes_missing);
        fields("staff_notes", staff_notes);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::DayCounts& counts) {
        auto& [day, usable, remarks] = counts;
        fields("day", day);
        fields("usable", usable);
        fields("remarks", remarks);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::AskCounts& counts) {
        auto& [ask, shown, answers, sampled] = counts;
        fields("ask", ask);
        fields("shown", shown);
        fields("answers", answers);
        fields("sampled", sampled);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::Ask& ask) {
        auto& [ask_id, store, question_en, question_es, answers, first_day, last_day, one_in, closed_at] = ask;
        fields("ask_id", ask_id);
        fields("store", store);
        fields("question_en", question_en);
        fields("question_es", question_es);
        fields("answers", answers);
        fields("first_day", first_day);
        fields("last_day", last_day);
        fields("one_in", one_in);
        fields("closed_at", closed_at);
    }

    template <typename Fields>
    static void of(Fields& fields, AskAnswer& answer) {
        auto& [code, label_en, label_es] = answer;
        fields("answer", code);
        fields("label_en", label_en);
        fields("label_es", label_es);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::ChangeLine& change) {
        auto& [day, remarks_before, remarks_now, edition] = change;
        fields("day", day);
        fields("remarks_before", remarks_before);
        fields("remarks_now", remarks_now);
        fields("edition", edition);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::DigestWindows& windows) {
        auto& [days, hours, pairs] = windows;
        fields("days", days);
        fields("hours", hours);
        fields("pairs", pairs);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::WindowDay& window_day) {
        auto& [day, open, usable, lanes_heard, traffic, reasons] = window_day;
        fields("day", day);
        fields("open", open);
        fields("usable", usable);
        fields("lanes_heard", lanes_heard);
        fields("traffic", traffic);
        fields("reasons", reasons);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::ReasonDay& reason_day) {
        auto& [remarks, breadth] = reason_day;
        fields("remarks", remarks);
        fields("breadth", breadth);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::ReasonHour& reason_hour) {
        auto& [day, reason, hour, remarks, lanes_open] = reason_hour;
        fields("day", day);
        fields("reason", reason);
        fields("hour", hour);
        fields("remarks", remarks);
        fields("lanes_open", lanes_open);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::PairCount& pair) {
        auto& [first, second, pairs] = pair;
        fields("first", first);
        fields("second", second);
        fields("pairs", pairs);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::LoopInput& loop) {
        auto& [alerts, actions, goals, events] = loop;
        fields("alerts", alerts);
        fields("actions", actions);
        fields("goals", goals);
        fields("events", events);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::AlertLine& alert) {
        auto& [alert_id, reason, remarks, raised_at, acknowledged_at, reply, first_tapped_at] = alert;
        fields("alert_id", alert_id);
        fields("reason", reason);
        fields("remarks", remarks);
        fields("raised_at", raised_at);
        fields("acknowledged_at", acknowledged_at);
        fields("reply", reply);
        fields("first_tapped_at", first_tapped_at);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::Action& action) {
        auto& [action_id, store, line_key, title_en, title_es, state, day, assigned, reply, reply_es, message_id, changed_at,
               closed_at] = action;
        fields("action_id", action_id);
        fields("store", store);
        fields("line_key", line_key);
        fields("title_en", title_en);
        fields("title_es", title_es);
        fields("state", state);
        fields("day", day);
        fields("assigned", assigned);
        fields("reply", reply);
        fields("reply_es", reply_es);
        fields("message_id", message_id);
        fields("changed_at", changed_at);
        fields("closed_at", closed_at);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::GoalInput& input) {
        auto& [goal, evidence] = input;
        fields("goal", goal);
        fields("evidence", evidence);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::Goal& goal) {
        auto& [goal_id, store, aim, at_most, target_per_mille, first_day, last_day, withdrawn_at] = goal;
        fields("goal_id", goal_id);
        fields("store", store);
        fields("aim", aim);
        fields("at_most", at_most);
        fields("target_per_mille", target_per_mille);
        fields("first_day", first_day);
        fields("last_day", last_day);
        fields("withdrawn_at", withdrawn_at);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::Aim& aim) {
        auto& [reason, theme] = aim;
        fields("reason", reason);
        fields("theme", theme);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::EventInput& input) {
        auto& [event, evidence] = input;
        fields("event", event);
        fields("evidence", evidence);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::Event& event) {
        auto& [event_id, store, day, what, aim] = event;
        fields("event_id", event_id);
        fields("store", store);
        fields("day", day);
        fields("what", what);
        fields("aim", aim);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::EventEvidence& evidence) {
        auto& [before, after] = evidence;
        fields("before", before);
        fields("after", after);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::ShareEvidence& evidence) {
        auto& [remarks, hearings, of_squared, days, days_left_out, over_dispersion] = evidence;
        fields("remarks", remarks);
        fields("hearings", hearings);
        fields("of_squared", of_squared);
        fields("days", days);
        fields("days_left_out", days_left_out);
        fields("over_dispersion", over_dispersion);
    }

    template <typename Fields>
    static void of(Fields& fields, domain::ShareCounts& counts) {
        auto& [remarks, of] = counts;
        fields("remarks", remarks);
        fields("of", of);
    }
};

}  // namespace tillnote::render::input_members
