#include "server/render/page_data.hpp"

#include "server/render/polarity_sign.hpp"
#include "server/render/templates.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

std::string_view tone_class(Tone tone) {
    switch (tone) {
        case Tone::plain:
            return "plain";
        case Tone::good:
            return "good";
        case Tone::warning:
            return "warning";
    }
    std::abort();
}

}  // namespace

std::string percent_attribute(double share) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%.1f", std::clamp(share, 0.0, 1.0) * 100);
    return digits;
}

Data walk_line_data(const WalkLine& line) {
    Data data;
    data.set("sign", text(sign_of(line.polarity)));
    data.set("title", text(line.title));
    data.set("place", optional_text(line.place));
    data.set("count", text(line.count));
    data.set("sentence", text(line.sentence));
    data.set("what", optional_text(line.what));
    data.set("done", optional_text(line.done));
    return data;
}

Data count_data(const CountRow& row, const Words& words) {
    Data data;
    data.set("polarity", text(to_text(row.polarity)));
    data.set("sign", text(sign_of(row.polarity)));
    data.set("label", text(row.label));
    data.set("count", text(row.count));
    data.set("usual", text(row.usual.empty() ? std::string{} : fill(words.departments.usually, {row.usual})));
    return data;
}

Data counts_data(const std::vector<CountRow>& rows, const Words& words) {
    Data list{Data::type::list};
    for (const CountRow& row : rows) {
        list.push_back(count_data(row, words));
    }
    return list;
}

Data shares_data(const std::vector<ShareRow>& rows) {
    Data list{Data::type::list};
    for (const ShareRow& row : rows) {
        Data data;
        data.set("label", text(row.label));
        data.set("count", text(row.count));
        data.set("sign", text(sign_of(Polarity::competitor)));
        data.set("bar", Data{!row.interval.empty()});
        data.set("interval", text(row.interval));
        data.set("share", text(percent_attribute(row.share)));
        data.set("low", text(percent_attribute(row.low)));
        data.set("range", text(percent_attribute(row.high - row.low)));
        list.push_back(data);
    }
    return list;
}

Data facts_data(const std::vector<Fact>& facts) {
    Data list{Data::type::list};
    for (const Fact& fact : facts) {
        Data entry;
        entry.set("tone", text(tone_class(fact.tone)));
        entry.set("good", Data{fact.tone == Tone::good});
        entry.set("warning", Data{fact.tone == Tone::warning});
        entry.set("text", text(fact.text));
        list.push_back(entry);
    }
    return list;
}

Data parts_data(const std::vector<Part>& parts) {
    Data list{Data::type::list};
    for (const Part& part : parts) {
        Data entry;
        entry.set("polarity", text(to_text(part.polarity)));
        entry.set("sign", text(sign_of(part.polarity)));
        entry.set("text", text(part.text));
        list.push_back(entry);
    }
    return list;
}

Data rest_data(const std::vector<Quiet>& rest) {
    Data list{Data::type::list};
    for (const Quiet& quiet : rest) {
        Data sentences{Data::type::list};
        for (const std::string& sentence : quiet.sentences) {
            sentences.push_back(text(sentence));
        }
        Data entry;
        entry.set("term", text(quiet.term));
        entry.set("sentences", sentences);
        list.push_back(entry);
    }
    return list;
}

}  // namespace tillnote::render
