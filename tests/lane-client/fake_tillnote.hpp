#pragma once

#include "lane-client/server_link.hpp"
#include "schema/wire.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tillnote::lane::test {

/// A server in a few lines: stores notes once, answers as CONTRACT.md says, and misbehaves on demand.
class FakeTillnote final : public Server {
public:
    std::vector<NotesRequest> requests;  ///< every POST /v1/notes that was read
    std::vector<std::string> tokens;     ///< the token of each
    std::map<Uuid, Note> stored;
    std::set<Uuid> undone;
    std::map<Uuid, Showing> shown;

    std::function<ErrorCode(const NotesRequest&)> refuse_batch_with;  ///< a zero code lets the batch pass
    std::optional<HttpAnswer> answer_with;                            ///< this, whatever is asked
    std::set<std::string> refused_tokens;
    std::map<std::string, std::string> store_of_token;  ///< "store-1" where nothing is said
    std::map<Uuid, std::string> store_of_enrolment;
    std::set<Uuid> asked_about;                ///< the outbox of every heartbeat
    std::vector<HeartbeatRequest> heartbeats;  ///< every one that was read
    std::vector<LaneMessage> messages;         ///< answered to every heartbeat
    int lose_heartbeat_answers = 0;            ///< so many answers get lost after the commit
    int lose_answers = 0;                      ///< so many answers get lost after the commit
    std::optional<std::int64_t> stuck_at;      ///< have_seq never moves from here

    Result<HttpAnswer> exchange(const HttpCall& call) override {
        if (answer_with) {
            return *answer_with;
        }
        if (refused_tokens.contains(call.token)) {
            return problem(ErrorCode::unauthenticated);
        }
        if (call.target == "/v1/heartbeat") {
            const auto beat = parse_heartbeat_request(call.body).value();
            asked_about.insert(beat.outbox_id);
            heartbeats.push_back(beat);
            if (lose_heartbeat_answers > 0) {
                --lose_heartbeat_answers;
                return Error{ErrorCode::unreachable, "cut", {}};
            }
            return ok(to_json(HeartbeatAnswer{beat.sent_at, have_seq({store_of(call.token), beat.outbox_id}), messages}));
        }
        return take_notes(call);
    }
    void cancel() noexcept override {}

    /// As after a restore from a backup made when `seq` was the last.
    void forget_after(std::int64_t seq) {
        std::erase_if(stored, [&](const auto& entry) { return entry.second.seq > seq; });
    }
    /// As after a restore from a backup made before these notes came.
    void forget(const std::vector<Uuid>& ids) {
        for (const Uuid& id : ids) {
            stored.erase(id);
        }
    }

private:
    static HttpAnswer ok(std::string body) { return {200, "application/json", std::nullopt, std::move(body)}; }
    static HttpAnswer problem(ErrorCode code) {
        const ErrorRow& row = error_row(code);
        return {row.status, "application/problem+json", std::nullopt,
                R"({"type":"/problems/)" + std::string(row.type) + R"("})"};
    }

    using Place = std::pair<std::string, Uuid>;  ///< store and outbox: what the server counts by

    std::string store_of(const std::string& token) const {
        const auto found = store_of_token.find(token);
        return found == store_of_token.end() ? "store-1" : found->second;
    }
    std::string store_of(const NotesRequest& request, const std::string& token) const {
        const auto found = store_of_enrolment.find(request.enrolment_id.value_or(Uuid{}));
        return found == store_of_enrolment.end() ? store_of(token) : found->second;
    }

    std::int64_t have_seq(const Place& place) const {
        if (stuck_at) {
            return *stuck_at;
        }
        std::set<std::int64_t> numbers;
        for (const auto& [id, note] : stored) {
            if (place_of_.at(id) == place) {
                numbers.insert(note.seq);
            }
        }
        std::int64_t last = 0;
        while (numbers.contains(last + 1)) {
            ++last;
        }
        return last;
    }

    Result<HttpAnswer> take_notes(const HttpCall& call) {
        const auto request = parse_notes_request(call.body).value();
        requests.push_back(request);
        tokens.push_back(call.token);
        if (const ErrorCode code = refuse_batch_with ? refuse_batch_with(request) : ErrorCode{}; code != ErrorCode{}) {
            return problem(code);
        }
        NotesAnswer answer;
        const Place place{store_of(request, call.token), request.outbox_id};
        for (const Note& note : request.notes) {
            const bool fresh = stored.emplace(note.note_id, note).second;
            place_of_[note.note_id] = place;
            answer.results.push_back({note.note_id, fresh ? NoteStatus::stored : NoteStatus::exists, std::nullopt});
        }
        for (const Undo& undo : request.undos) {
            const bool fresh = undone.insert(undo.undo_id).second;
            answer.results.push_back({undo.undo_id, fresh ? NoteStatus::stored : NoteStatus::exists, std::nullopt});
        }
        for (const Showing& showing : request.showings) {
            const bool fresh = shown.emplace(showing.showing_id, showing).second;
            answer.results.push_back({showing.showing_id, fresh ? NoteStatus::stored : NoteStatus::exists, std::nullopt});
        }
        answer.have_seq = have_seq(place);
        if (lose_answers > 0) {
            --lose_answers;
            return Error{ErrorCode::unreachable, "cut", {}};
        }
        return ok(to_json(answer));
    }

    std::map<Uuid, Place> place_of_;
};

}  // namespace tillnote::lane::test
