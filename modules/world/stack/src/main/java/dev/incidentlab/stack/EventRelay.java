package dev.incidentlab.stack;

import java.time.Duration;

/** Passes events on to whoever is to be told now: processes may outlive who launched them. */
final class EventRelay implements StackEvents {
  private volatile StackEvents to;

  EventRelay(StackEvents to) {
    this.to = to;
  }

  void to(StackEvents next) {
    to = next;
  }

  @Override
  public void starting(Component component) {
    to.starting(component);
  }

  @Override
  public void ready(Component component, Duration took) {
    to.ready(component, took);
  }

  @Override
  public void kept(Component component) {
    to.kept(component);
  }

  @Override
  public void ended(Component component, int exit) {
    to.ended(component, exit);
  }
}
