# The lab: its command line, its server and the producer. `mvn -DskipTests package` first; this only copies.
ARG JRE_IMAGE=eclipse-temurin:17-jre-noble
FROM ${JRE_IMAGE}

# The id of the user in Flink's official image: the jobs there and the lab here write the same tables.
RUN groupadd --gid 9999 lab \
    && useradd --uid 9999 --gid lab --home-dir /opt/incident-lab --no-create-home --shell /bin/bash lab \
    && mkdir -p /opt/incident-lab/target/lab/cds /opt/incident-lab/runs \
        /var/lib/incident-lab/tables /var/lib/incident-lab/checkpoints \
    && ln -s /opt/incident-lab/lab /usr/local/bin/lab \
    # A named volume takes its owner from the folder that it is first mounted on.
    && chown -R lab:lab /opt/incident-lab/target/lab/cds /opt/incident-lab/runs /var/lib/incident-lab

# From what changes least to what changes most. Without lib/kafka, lib/flink and lib/registry: they are containers.
COPY target/lab/jobs /opt/incident-lab/target/lab/jobs
COPY target/lab/lib /opt/incident-lab/target/lab/lib
COPY runbooks /opt/incident-lab/runbooks
COPY scenarios /opt/incident-lab/scenarios
COPY containers/lab/idle /usr/local/bin/idle
COPY lab /opt/incident-lab/lab

USER lab
WORKDIR /opt/incident-lab
EXPOSE 8080
CMD ["idle"]
