/** {@code replay-run}: what happened in a run that is over, from its journal alone. */
package dev.incidentlab.cli.past;
