package dev.incidentlab.delta;

import java.time.Instant;

/**
 * What a file's statistics say of its rows. Keys are ordered by code point, as UTF-8 bytes are.
 *
 * @param minEventTime earliest event time, to the microsecond
 * @param maxEventTime latest event time, to the microsecond
 * @param minKey no key is below; a long key may be cut
 * @param maxKey no key is above; a long key may be cut and then ends with U+10FFFF
 */
public record FileBounds(
    Instant minEventTime, Instant maxEventTime, String minKey, String maxKey) {}
