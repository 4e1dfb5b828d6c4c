{{- define "orchestrator.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "orchestrator.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "orchestrator.labels" -}}
{{ include "orchestrator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "orchestrator.secret" -}}
{{ .Values.existingSecret | default (include "orchestrator.name" .) }}
{{- end -}}

{{- /* Names under which model clients may address /mcp: those of the service, and those that were given. */ -}}
{{- define "orchestrator.hosts" -}}
{{- $name := include "orchestrator.name" . -}}
{{- $local := printf "%s.%s" $name .Release.Namespace -}}
{{- $service := list $name $local (printf "%s.svc" $local) (printf "%s.svc.%s" $local .Values.clusterDomain) -}}
{{- join "," (concat $service .Values.allowedHosts) -}}
{{- end -}}
