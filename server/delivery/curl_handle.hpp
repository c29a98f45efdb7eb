#pragma once

#include <curl/curl.h>

#include <array>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <string_view>

/// libcurl in RAII, for the senders' .cpp files only.
namespace tillnote::delivery {

struct CloseCurl {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlHandle = std::unique_ptr<CURL, CloseCurl>;
using CurlList = std::unique_ptr<curl_slist, CloseCurl>;

/// Throws std::bad_alloc where libcurl has no memory left.
inline CurlHandle make_curl() {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    CurlHandle handle(ready ? curl_easy_init() : nullptr);
    if (!handle) {
        throw std::bad_alloc();
    }
    return handle;
}

inline void append_to(CurlList& list, const std::string& entry) {
    curl_slist* const longer = curl_slist_append(list.get(), entry.c_str());
    if (longer == nullptr) {
        throw std::bad_alloc();
    }
    static_cast<void>(list.release());
    list.reset(longer);
}

/// Ends a transfer once `abandon` says so; `abandon` outlives it, and may be empty.
inline void abandon_when(CURL* curl, const std::function<bool()>& abandon) {
    if (!abandon) {
        return;
    }
    const curl_xferinfo_callback ask = [](void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return (*static_cast<const std::function<bool()>*>(context))() ? 1 : 0;
    };
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ask);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &abandon);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

}  // namespace tillnote::delivery
