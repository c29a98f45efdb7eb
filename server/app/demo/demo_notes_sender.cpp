#include "server/app/demo/demo_notes_sender.hpp"

#include "schema/limits.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <map>
#include <optional>
#include <thread>
#include <utility>

namespace tillnote::app {
namespace {

constexpr std::chrono::seconds attempt_deadline{30};
constexpr std::chrono::seconds retry_default{1};
constexpr std::chrono::seconds retry_max{10};
constexpr std::size_t answer_bytes_max = 1024 * 1024;
constexpr std::size_t quoted_bytes_max = 300;

struct Reply {
    long status = 0;
    std::string body;
    std::chrono::seconds retry_after = retry_default;
};

std::size_t keep_body(char* data, std::size_t size, std::size_t count, void* target) {
    auto& body = *static_cast<std::string*>(target);
    if (body.size() + size * count > answer_bytes_max) {
        return 0;
    }
    body.append(data, size * count);
    return size * count;
}

Error refused(const std::string& what) {
    return {ErrorCode::impossible_value, "The demo chain was not accepted by the server: " + what, ""};
}

/// Every note and undo must be stored; the demo offers nothing a server may turn away.
std::optional<Error> find_refusal(const NotesRequest& request, const std::string& body) {
    const Result<NotesAnswer> answer = parse_notes_answer(body);
    if (!answer) {
        return refused("its answer cannot be read: " + answer.error().detail);
    }
    if (answer->results.size() != request.notes.size() + request.undos.size()) {
        return refused("its answer does not name every note.");
    }
    for (const NoteResult& result : answer->results) {
        if (result.status != NoteStatus::stored && result.status != NoteStatus::exists) {
            return refused("note " + result.id.to_string() + " is " + std::string{to_text(result.status)} + " (" +
                           result.problem.value_or("no reason given") + ").");
        }
    }
    return std::nullopt;
}

}  // namespace

struct DemoNotesSender::Connection {
    explicit Connection(std::string base_url) : url(std::move(base_url) + "/v1/notes"), handle(open(), &curl_easy_cleanup) {}

    static CURL* open() {
        static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
        return started == CURLE_OK ? curl_easy_init() : nullptr;
    }

    /// Nothing when the server could not be reached.
    std::optional<Reply> post(const std::string& body, const std::string& token) const {
        curl_slist* raw = curl_slist_append(nullptr, "Content-Type: application/json");
        raw = curl_slist_append(raw, ("Authorization: Bearer " + token).c_str());
        raw = curl_slist_append(raw, "Expect:");
        const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(raw, &curl_slist_free_all);

        Reply reply;
        CURL* curl = handle.get();
        if (curl == nullptr) {
            return std::nullopt;
        }
        curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &keep_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(attempt_deadline.count()));
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        if (curl_easy_perform(curl) != CURLE_OK) {
            return std::nullopt;
        }
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
        curl_off_t seconds = 0;
        if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0) {
            reply.retry_after = std::min(std::chrono::seconds{seconds}, retry_max);
        }
        return reply;
    }

    std::string url;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle;
};

DemoNotesSender::DemoNotesSender(std::string base_url, std::function<Instant()> now)
    : now_(std::move(now)), connection_(std::make_unique<Connection>(std::move(base_url))) {}

DemoNotesSender::~DemoNotesSender() = default;

Result<void> DemoNotesSender::send(const DemoLane& lane, const std::string& token, std::int64_t first_seq,
                                   std::int64_t last_seq) {
    std::map<Uuid, const Undo*> undo_of;
    for (const Undo& undo : lane.undos) {
        undo_of.emplace(undo.note_id, &undo);
    }
    for (std::int64_t next = first_seq; next <= last_seq;) {
        const std::int64_t end = std::min(last_seq, next + static_cast<std::int64_t>(limits::batch_notes_max) - 1);
        NotesRequest request;
        request.outbox_id = lane.outbox_id;
        request.notes.assign(lane.notes.begin() + (next - 1), lane.notes.begin() + end);
        request.pending = static_cast<std::int64_t>(lane.notes.size()) - end;
        for (const Note& note : request.notes) {
            if (const auto found = undo_of.find(note.note_id); found != undo_of.end()) {
                request.undos.push_back(*found->second);
            }
        }
        if (auto delivered = deliver(request, token); !delivered) {
            return delivered.error();
        }
        next = end + 1;
    }
    return {};
}

Result<void> DemoNotesSender::deliver(NotesRequest& request, const std::string& token) {
    const auto give_up_at = std::chrono::steady_clock::now() + patience;
    while (true) {
        request.sent_at = now_();
        const std::optional<Reply> reply = connection_->post(to_json(request), token);
        if (reply && reply->status == 200) {
            const std::optional<Error> refusal = find_refusal(request, reply->body);
            return refusal ? Result<void>{*refusal} : Result<void>{};
        }
        const bool may_retry = !reply || reply->status == 429 || reply->status == 503;
        if (!may_retry) {
            return refused("status " + std::to_string(reply->status) + ", " + reply->body.substr(0, quoted_bytes_max));
        }
        const auto wait = reply ? reply->retry_after : retry_default;
        if (std::chrono::steady_clock::now() + wait > give_up_at) {
            return Error{
                ErrorCode::unavailable,
                "The server at " + connection_->url + " does not take the demo notes; look at its log and try again.", ""};
        }
        std::this_thread::sleep_for(wait);
    }
}

}  // namespace tillnote::app
