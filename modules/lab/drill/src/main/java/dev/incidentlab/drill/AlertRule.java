package dev.incidentlab.drill;

import java.util.Optional;

/**
 * When to alert: while the condition holds.
 *
 * @param expected whether the scenario has it fire by its page; empty if it may or may not
 */
public record AlertRule(
    String name, Alert.Severity severity, Condition condition, Optional<Boolean> expected) {}
