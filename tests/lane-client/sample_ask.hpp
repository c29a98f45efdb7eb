#pragma once

#include "schema/wire.hpp"

#include <cstdint>
#include <string>

namespace tillnote::lane::test {

/// An ask with the answers "yes" and "no" that runs for a hundred years.
inline LaneAsk sample_ask(std::int64_t one_in, const std::string& id = "00000000-0000-4000-8000-0000000000a5") {
    LaneAsk ask;
    ask.ask_id = Uuid::parse(id).value();
    ask.question_en = "Did you find the new bakery?";
    ask.question_es = "Encontró la panadería nueva?";
    ask.answers = {{"yes", "Yes", "Sí"}, {"no", "No", "No"}};
    ask.from = "2000-01-01";
    ask.to = "2099-12-31";
    ask.one_in = one_in;
    return ask;
}

}  // namespace tillnote::lane::test
