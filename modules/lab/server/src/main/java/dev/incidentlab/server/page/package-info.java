/** The state of a run at its page: kept, put back, and lent to other runs that would come to it. */
package dev.incidentlab.server.page;
