/**
 * Answers as lines of text: plain, aligned, at most 80 columns wide where the content allows it.
 */
package dev.incidentlab.cli.view;
