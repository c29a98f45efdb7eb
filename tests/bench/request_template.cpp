#include "tests/bench/request_template.hpp"

#include <time.h>

#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace tillnote::bench {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";
constexpr std::size_t seq_width = 8;
constexpr std::size_t mono_width = 13;
constexpr std::size_t remark_key_width = 32;
constexpr std::string_view uuid_blank = "00000000-0000-7000-8000-000000000000";
constexpr std::string_view time_blank = "2000-01-01T00:00:00.000+00:00";

std::int64_t unix_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::int64_t boot_ms() {
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

std::string time_text(std::int64_t ms) {
    const time_t seconds = ms / 1000;
    tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    const std::size_t length = strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::array<char, 16> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03d+00:00", static_cast<int>(ms % 1000));
    return std::string(text.data(), length) + fraction.data();
}

}  // namespace

RequestTemplate::RequestTemplate(const LaneScript& script, std::mt19937_64& random) : random_(random) {
    if (script.reasons.empty() || script.notes_per_request < 1) {
        throw std::invalid_argument("a template needs a reason and a note");
    }
    const std::string boot_id = random_uuid_v4();
    std::string body = R"({"outbox_id":")" + random_uuid_v4() + R"(","sent_at":")";
    sent_at_ = body.size();
    body.append(time_blank).append(R"(","boot_id":")").append(boot_id).append(R"(","sent_mono_ms":)");
    sent_mono_ = body.size();
    body.append(mono_width, ' ').append(R"(,"pending":0,"notes":[)");
    for (int index = 0; index < script.notes_per_request; ++index) {
        NoteOffsets at{};
        body += index == 0 ? R"({"note_id":")" : R"(,{"note_id":")";
        at.note_id = body.size();
        body.append(uuid_blank).append(R"(","seq":)");
        at.seq = body.size();
        body.append(seq_width, ' ').append(R"(,"reason":")");
        body.append(script.reasons[static_cast<std::size_t>(index) % script.reasons.size()]).append(R"(","tapped_at":")");
        at.tapped_at = body.size();
        body.append(time_blank).append(R"(","mono_ms":)");
        at.mono = body.size();
        body.append(mono_width, ' ').append(R"(,"boot_id":")").append(boot_id).append(R"(","source":"key","remark_key":")");
        at.remark_key = body.size();
        body.append(remark_key_width, '0').append("\"}");
        notes_.push_back(at);
    }
    body += R"(],"undos":[],"showings":[]})";

    text_ = "POST " + script.path + " HTTP/1.1\r\nHost: " + script.host + "\r\nAuthorization: Bearer " + script.token +
            "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    const std::size_t shift = text_.size();
    text_ += body;
    sent_at_ += shift;
    sent_mono_ += shift;
    for (NoteOffsets& at : notes_) {
        at.note_id += shift;
        at.seq += shift;
        at.tapped_at += shift;
        at.mono += shift;
        at.remark_key += shift;
    }
}

const std::string& RequestTemplate::next() {
    const std::int64_t now = unix_ms();
    const std::int64_t mono = boot_ms();
    if (now != shown_ms_) {
        shown_ms_ = now;
        shown_time_ = time_text(now);
    }
    text_.replace(sent_at_, time_blank.size(), shown_time_);
    write_number(sent_mono_, mono_width, mono);
    for (const NoteOffsets& at : notes_) {
        write_uuid_v7(at.note_id, now);
        write_number(at.seq, seq_width, next_seq_++);
        text_.replace(at.tapped_at, time_blank.size(), shown_time_);
        write_number(at.mono, mono_width, mono);
        for (std::size_t part = 0; part < remark_key_width; part += 16) {
            std::uint64_t bits = random_();
            for (std::size_t digit = 0; digit < 16; ++digit, bits >>= 4) {
                text_[at.remark_key + part + digit] = hex_digits[bits & 15];
            }
        }
    }
    return text_;
}

std::vector<std::string> RequestTemplate::note_ids() const {
    std::vector<std::string> ids;
    for (const NoteOffsets& at : notes_) {
        ids.push_back(text_.substr(at.note_id, uuid_blank.size()));
    }
    return ids;
}

void RequestTemplate::write_uuid_v7(std::size_t offset, std::int64_t unix_ms_now) {
    auto time_bits = static_cast<std::uint64_t>(unix_ms_now) << 16;
    std::uint64_t low = random_();
    std::uint64_t high = random_();
    for (std::size_t at = 0; at < uuid_blank.size(); ++at) {
        if (at == 8 || at == 13 || at == 14 || at == 18 || at == 23) {
            continue;  // hyphens and the version digit never change
        }
        char& digit = text_[offset + at];
        if (at < 13) {
            digit = hex_digits[time_bits >> 60];
            time_bits <<= 4;
        } else if (at == 19) {
            digit = hex_digits[8 | (low & 3)];
            low >>= 4;
        } else {
            std::uint64_t& bits = at < 28 ? low : high;
            digit = hex_digits[bits & 15];
            bits >>= 4;
        }
    }
}

void RequestTemplate::write_number(std::size_t offset, std::size_t width, std::int64_t value) {
    for (std::size_t at = width; at-- > 0; value /= 10) {
        text_[offset + at] = value > 0 ? static_cast<char>('0' + value % 10) : ' ';
    }
}

std::string RequestTemplate::random_uuid_v4() {
    std::string text = "00000000-0000-4000-8000-000000000000";
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '0') {
            text[at] = hex_digits[random_() & 15];
        }
    }
    return text;
}

}  // namespace tillnote::bench
