package dev.incidentlab.drill;

/** When to alert: while the condition holds. */
public record AlertRule(String name, Alert.Severity severity, Condition condition) {}
