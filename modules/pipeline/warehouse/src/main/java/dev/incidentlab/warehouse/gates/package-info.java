/** What an hourly slice of a table has to fulfil before something made of it is published. */
package dev.incidentlab.warehouse.gates;
