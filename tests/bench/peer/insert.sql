INSERT INTO bench_peer.note (store_id, tap_date, note_id, lane, enrolment_id, outbox_id, seq, reason, raw_tapped_at, tapped_at,
                             business_day, source, remark_key, utc_offset_minutes, received_at, mono_ms, boot_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, now(), $14, $15)
ON CONFLICT DO NOTHING
