/**
 * What runs inside a child process before its own main class. Packed as a jar of its own: it needs
 * nothing but the JDK, and must not, since it shares the class path of somebody else's program.
 */
package dev.incidentlab.stack.tether;
