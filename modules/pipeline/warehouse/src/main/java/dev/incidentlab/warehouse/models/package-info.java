/** Models as SQL files with their sources, gates, pools and schedule, read and checked. */
package dev.incidentlab.warehouse.models;
