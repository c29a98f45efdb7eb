#pragma once

#include "server/storage/session.hpp"

#include <pqxx/pqxx>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

/// For the stores only: this header brings libpqxx with it.
namespace tillnote::storage {

/// A single statement, its own transaction: saves the BEGIN and COMMIT round trips.
using SingleStatement = pqxx::nontransaction;
using ReadCommitted = pqxx::work;
/// One snapshot for all statements, nothing written.
using Snapshot = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;

/// Runs `work(pqxx::transaction_base&)`, which returns a Result, in one transaction. An error rolls back. No exception
/// leaves. Errors: those of `work` and of Session::take_failure.
template <typename Transaction, typename Work>
std::invoke_result_t<Work, pqxx::transaction_base&> run_transaction(Session& session, Work&& work) {
    try {
        Transaction transaction(session.connection());
        auto result = std::forward<Work>(work)(transaction);
        if (result.has_error()) {
            transaction.abort();
            return result;
        }
        transaction.commit();
        return result;
    } catch (...) {
        return session.take_failure();
    }
}

/// run_transaction() for work that changes something, and for the session's companion, if it has one: both are committed
/// together, or neither is. By convention a Result<bool> is false where nothing was done.
template <typename Transaction, typename Work>
std::invoke_result_t<Work, pqxx::transaction_base&> transact(Session& session, Work&& work) {
    using Done = std::invoke_result_t<Work, pqxx::transaction_base&>;
    Companion* const companion = session.companion();
    if (std::is_same_v<Transaction, Snapshot> || companion == nullptr) {
        return run_transaction<Transaction>(session, std::forward<Work>(work));
    }
    bool joined = false;
    auto done = run_transaction<ReadCommitted>(session, [&](pqxx::transaction_base& transaction) -> Done {
        auto result = work(transaction);
        if constexpr (std::is_same_v<Done, Result<bool>>) {
            joined = result.has_value() && *result && companion->join(transaction);
        } else {
            joined = result.has_value() && companion->join(transaction);
        }
        return result;
    });
    if (joined && done.has_value()) {
        companion->committed();
    }
    return done;
}

/// run_transaction() for work that only reads, and so may run twice: when a connection of old turns out to be dead, once
/// more on a fresh one.
template <typename Transaction, typename Work>
std::invoke_result_t<Work&, pqxx::transaction_base&> read(Session& session, Work&& work) {
    const bool was_connected = session.is_connected();
    auto result = run_transaction<Transaction>(session, work);
    if (was_connected && result.has_error() && result.error().code == ErrorCode::unavailable) {
        return run_transaction<Transaction>(session, work);
    }
    return result;
}

/// A parameter that may be NULL.
inline const char* or_null(const std::optional<std::string>& text) {
    return text ? text->c_str() : nullptr;
}

inline std::optional<std::string> find_text(const pqxx::field& field) {
    return field.is_null() ? std::nullopt : std::optional(field.as<std::string>());
}

}  // namespace tillnote::storage
