/** Going on with a run whose server is gone: what its journal and its folder say, and no more. */
package dev.incidentlab.server.resume;
