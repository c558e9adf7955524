#!/usr/bin/env bash
# What the official image's entry point does and Flink's own scripts after it, as far as a session cluster needs it:
# settings from FLINK_PROPERTIES over defaults, memory as Flink derives it from them, then the process.
set -euo pipefail

conf=$FLINK_HOME/conf
declare -A settings=(
  [jobmanager.rpc.address]=${JOB_MANAGER_RPC_ADDRESS:-$(hostname -f)}
  [jobmanager.rpc.port]=6123
  [jobmanager.bind-host]=0.0.0.0
  [jobmanager.memory.process.size]=1600m
  [taskmanager.bind-host]=0.0.0.0
  [taskmanager.memory.process.size]=1728m
  [taskmanager.numberOfTaskSlots]=${TASK_MANAGER_NUMBER_OF_TASK_SLOTS:-1}
  [rest.address]=0.0.0.0
  [rest.bind-address]=0.0.0.0
  [blob.server.port]=6124
  [query.server.port]=6125
)
# A value loses its spaces in the official image, so it does here.
while IFS=: read -r key value; do
  [ -z "$key" ] || settings[$key]=$value
done < <(printf '%s\n' "${FLINK_PROPERTIES:-}" | tr -d ' \t\r')

for key in "${!settings[@]}"; do
  printf '%s: "%s"\n' "$key" "${settings[$key]}"
done | sort >"$conf/config.yaml"

# What Flink's default settings open and export on Java 17.
modules=()
for export in java.base/sun.net.util java.rmi/sun.rmi.registry java.security.jgss/sun.security.krb5; do
  modules+=("--add-exports=$export=ALL-UNNAMED")
done
for open in java.lang java.net java.io java.nio sun.nio.ch java.lang.reflect java.text java.time java.util \
  java.util.concurrent java.util.concurrent.atomic java.util.concurrent.locks; do
  modules+=("--add-opens=java.base/$open=ALL-UNNAMED")
done

# derived COMMAND ARGUMENT...: what Flink makes of the memory settings, a line of JVM options, then one of settings.
derived() {
  java -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlogback.configurationFile="$conf/logback.xml" \
    -cp "$FLINK_HOME/lib/*" org.apache.flink.runtime.util.bash.BashJavaUtils "$@" --configDir "$conf" \
    | sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p'
}

# start MAIN-CLASS OPTIONS DERIVED ARGUMENT...: becomes the process; options are the official variable's.
start() {
  local main=$1 options lines jvm dynamic
  read -ra options <<<"$2"
  mapfile -t lines <<<"$3"
  read -ra jvm <<<"${lines[0]}"
  read -ra dynamic <<<"${lines[1]:-}"
  shift 3
  exec java "${options[@]}" "${jvm[@]}" "${modules[@]}" -Dlogback.configurationFile="$conf/logback.xml" \
    -cp "$FLINK_HOME/lib/*" "$main" --configDir "$conf" "${dynamic[@]}" "$@"
}

role=${1:-help}
[ $# -eq 0 ] || shift
case $role in
  jobmanager)
    memory=$(derived GET_JM_RESOURCE_PARAMS)
    start org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint \
      "${FLINK_ENV_JAVA_OPTS_JM:--XX:+UseG1GC}" "$memory" --executionMode cluster "$@"
    ;;
  taskmanager)
    memory=$(derived GET_TM_RESOURCE_PARAMS)
    start org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
      "${FLINK_ENV_JAVA_OPTS_TM:--XX:+UseG1GC}" "$memory" "$@"
    ;;
  help) printf 'Usage: %s (jobmanager|taskmanager)\n' "$0" ;;
  *) exec "$role" "$@" ;;
esac
