// /tmp/tmp.g8KMvlSIjs/base-all.yaml
export const m0: import('kubernetes-models/v1/ConfigMap').IConfigMap = {
 "apiVersion": "v1",
 "data": {
  "REDIS_HOST": "redis",
  "REDIS_PORT": "6379"
 },
 "kind": "ConfigMap",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator-dmkm786d44"
 }
};
// /tmp/tmp.g8KMvlSIjs/base-all.yaml
export const m1: import('kubernetes-models/v1/Service').IService = {
 "apiVersion": "v1",
 "kind": "Service",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "ports": [
   {
    "name": "http",
    "port": 5060,
    "targetPort": "http"
   }
  ],
  "selector": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  }
 }
};
// /tmp/tmp.g8KMvlSIjs/base-all.yaml
export const m2: import('kubernetes-models/apps/v1/Deployment').IDeployment = {
 "apiVersion": "apps/v1",
 "kind": "Deployment",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator"
   }
  },
  "strategy": {
   "rollingUpdate": {
    "maxSurge": 1,
    "maxUnavailable": 0
   }
  },
  "template": {
   "metadata": {
    "labels": {
     "app.kubernetes.io/name": "mcp-orchestrator"
    }
   },
   "spec": {
    "automountServiceAccountToken": false,
    "containers": [
     {
      "env": [
       {
        "name": "HOST",
        "value": "0.0.0.0"
       },
       {
        "name": "NAMESPACE",
        "valueFrom": {
         "fieldRef": {
          "fieldPath": "metadata.namespace"
         }
        }
       },
       {
        "name": "ORCHESTRATOR_ALLOWED_HOSTS",
        "value": "mcp-orchestrator,mcp-orchestrator.$(NAMESPACE),mcp-orchestrator.$(NAMESPACE).svc,mcp-orchestrator.$(NAMESPACE).svc.cluster.local"
       },
       {
        "name": "ORCHESTRATOR_API_KEY",
        "valueFrom": {
         "secretKeyRef": {
          "key": "api-key",
          "name": "mcp-orchestrator"
         }
        }
       },
       {
        "name": "REDIS_PASSWORD",
        "valueFrom": {
         "secretKeyRef": {
          "key": "redis-password",
          "name": "mcp-orchestrator",
          "optional": true
         }
        }
       }
      ],
      "envFrom": [
       {
        "configMapRef": {
         "name": "mcp-orchestrator-dmkm786d44"
        }
       },
       {
        "secretRef": {
         "name": "mcp-orchestrator-providers",
         "optional": true
        }
       }
      ],
      "image": "mcp-orchestrator",
      "lifecycle": {
       "preStop": {
        "sleep": {
         "seconds": 5
        }
       }
      },
      "livenessProbe": {
       "httpGet": {
        "path": "/q/health/live",
        "port": "http"
       },
       "periodSeconds": 10,
       "timeoutSeconds": 3
      },
      "name": "server",
      "ports": [
       {
        "containerPort": 5060,
        "name": "http"
       }
      ],
      "readinessProbe": {
       "httpGet": {
        "path": "/q/health/ready",
        "port": "http"
       },
       "periodSeconds": 2,
       "timeoutSeconds": 2
      },
      "resources": {
       "limits": {
        "memory": "768Mi"
       },
       "requests": {
        "cpu": "250m",
        "memory": "128Mi"
       }
      },
      "securityContext": {
       "allowPrivilegeEscalation": false,
       "capabilities": {
        "drop": [
         "ALL"
        ]
       },
       "readOnlyRootFilesystem": true
      },
      "startupProbe": {
       "failureThreshold": 60,
       "httpGet": {
        "path": "/q/health/started",
        "port": "http"
       },
       "periodSeconds": 1
      },
      "volumeMounts": [
       {
        "mountPath": "/tmp",
        "name": "tmp"
       }
      ]
     }
    ],
    "enableServiceLinks": false,
    "securityContext": {
     "runAsGroup": 10001,
     "runAsNonRoot": true,
     "runAsUser": 10001,
     "seccompProfile": {
      "type": "RuntimeDefault"
     }
    },
    "terminationGracePeriodSeconds": 30,
    "topologySpreadConstraints": [
     {
      "labelSelector": {
       "matchLabels": {
        "app.kubernetes.io/name": "mcp-orchestrator"
       }
      },
      "maxSkew": 1,
      "topologyKey": "kubernetes.io/hostname",
      "whenUnsatisfiable": "ScheduleAnyway"
     }
    ],
    "volumes": [
     {
      "emptyDir": {
       "medium": "Memory",
       "sizeLimit": "16Mi"
      },
      "name": "tmp"
     }
    ]
   }
  }
 }
};
// /tmp/tmp.g8KMvlSIjs/base-all.yaml
export const m3: import('kubernetes-models/policy/v1/PodDisruptionBudget').IPodDisruptionBudget = {
 "apiVersion": "policy/v1",
 "kind": "PodDisruptionBudget",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "maxUnavailable": 1,
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator"
   }
  },
  "unhealthyPodEvictionPolicy": "AlwaysAllow"
 }
};
// /tmp/tmp.g8KMvlSIjs/base-all.yaml
export const m4: import('kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler').IHorizontalPodAutoscaler = {
 "apiVersion": "autoscaling/v2",
 "kind": "HorizontalPodAutoscaler",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "behavior": {
   "scaleDown": {
    "stabilizationWindowSeconds": 300
   }
  },
  "maxReplicas": 10,
  "metrics": [
   {
    "external": {
     "metric": {
      "name": "orchestrator_workflows_waiting"
     },
     "target": {
      "averageValue": "50",
      "type": "AverageValue"
     }
    },
    "type": "External"
   }
  ],
  "minReplicas": 2,
  "scaleTargetRef": {
   "apiVersion": "apps/v1",
   "kind": "Deployment",
   "name": "mcp-orchestrator"
  }
 }
};
// /tmp/tmp.g8KMvlSIjs/base-all.yaml
export const m5: import('@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor').IServiceMonitor = {
 "apiVersion": "monitoring.coreos.com/v1",
 "kind": "ServiceMonitor",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "endpoints": [
   {
    "authorization": {
     "credentials": {
      "key": "api-key",
      "name": "mcp-orchestrator"
     },
     "type": "Bearer"
    },
    "interval": "15s",
    "path": "/q/metrics",
    "port": "http"
   }
  ],
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator"
   }
  }
 }
};
// /tmp/tmp.g8KMvlSIjs/base-all.yaml
export const m6: import('kubernetes-models/networking.k8s.io/v1/NetworkPolicy').INetworkPolicy = {
 "apiVersion": "networking.k8s.io/v1",
 "kind": "NetworkPolicy",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "egress": [
   {
    "ports": [
     {
      "port": 53,
      "protocol": "UDP"
     },
     {
      "port": 53,
      "protocol": "TCP"
     }
    ],
    "to": [
     {
      "namespaceSelector": {},
      "podSelector": {
       "matchLabels": {
        "k8s-app": "kube-dns"
       }
      }
     }
    ]
   },
   {
    "ports": [
     {
      "port": 6379
     }
    ]
   },
   {
    "ports": [
     {
      "port": 443
     }
    ]
   }
  ],
  "ingress": [
   {
    "from": [
     {
      "podSelector": {}
     },
     {
      "namespaceSelector": {},
      "podSelector": {
       "matchLabels": {
        "app.kubernetes.io/name": "prometheus"
       }
      }
     }
    ],
    "ports": [
     {
      "port": "http"
     }
    ]
   }
  ],
  "podSelector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator"
   }
  },
  "policyTypes": [
   "Ingress",
   "Egress"
  ]
 }
};
// /tmp/tmp.g8KMvlSIjs/base.yaml
export const m7: import('kubernetes-models/v1/ConfigMap').IConfigMap = {
 "apiVersion": "v1",
 "data": {
  "REDIS_HOST": "redis",
  "REDIS_PORT": "6379"
 },
 "kind": "ConfigMap",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator-dmkm786d44"
 }
};
// /tmp/tmp.g8KMvlSIjs/base.yaml
export const m8: import('kubernetes-models/v1/Service').IService = {
 "apiVersion": "v1",
 "kind": "Service",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "ports": [
   {
    "name": "http",
    "port": 5060,
    "targetPort": "http"
   }
  ],
  "selector": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  }
 }
};
// /tmp/tmp.g8KMvlSIjs/base.yaml
export const m9: import('kubernetes-models/apps/v1/Deployment').IDeployment = {
 "apiVersion": "apps/v1",
 "kind": "Deployment",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "replicas": 2,
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator"
   }
  },
  "strategy": {
   "rollingUpdate": {
    "maxSurge": 1,
    "maxUnavailable": 0
   }
  },
  "template": {
   "metadata": {
    "labels": {
     "app.kubernetes.io/name": "mcp-orchestrator"
    }
   },
   "spec": {
    "automountServiceAccountToken": false,
    "containers": [
     {
      "env": [
       {
        "name": "HOST",
        "value": "0.0.0.0"
       },
       {
        "name": "NAMESPACE",
        "valueFrom": {
         "fieldRef": {
          "fieldPath": "metadata.namespace"
         }
        }
       },
       {
        "name": "ORCHESTRATOR_ALLOWED_HOSTS",
        "value": "mcp-orchestrator,mcp-orchestrator.$(NAMESPACE),mcp-orchestrator.$(NAMESPACE).svc,mcp-orchestrator.$(NAMESPACE).svc.cluster.local"
       },
       {
        "name": "ORCHESTRATOR_API_KEY",
        "valueFrom": {
         "secretKeyRef": {
          "key": "api-key",
          "name": "mcp-orchestrator"
         }
        }
       },
       {
        "name": "REDIS_PASSWORD",
        "valueFrom": {
         "secretKeyRef": {
          "key": "redis-password",
          "name": "mcp-orchestrator",
          "optional": true
         }
        }
       }
      ],
      "envFrom": [
       {
        "configMapRef": {
         "name": "mcp-orchestrator-dmkm786d44"
        }
       },
       {
        "secretRef": {
         "name": "mcp-orchestrator-providers",
         "optional": true
        }
       }
      ],
      "image": "mcp-orchestrator",
      "lifecycle": {
       "preStop": {
        "sleep": {
         "seconds": 5
        }
       }
      },
      "livenessProbe": {
       "httpGet": {
        "path": "/q/health/live",
        "port": "http"
       },
       "periodSeconds": 10,
       "timeoutSeconds": 3
      },
      "name": "server",
      "ports": [
       {
        "containerPort": 5060,
        "name": "http"
       }
      ],
      "readinessProbe": {
       "httpGet": {
        "path": "/q/health/ready",
        "port": "http"
       },
       "periodSeconds": 2,
       "timeoutSeconds": 2
      },
      "resources": {
       "limits": {
        "memory": "768Mi"
       },
       "requests": {
        "cpu": "250m",
        "memory": "128Mi"
       }
      },
      "securityContext": {
       "allowPrivilegeEscalation": false,
       "capabilities": {
        "drop": [
         "ALL"
        ]
       },
       "readOnlyRootFilesystem": true
      },
      "startupProbe": {
       "failureThreshold": 60,
       "httpGet": {
        "path": "/q/health/started",
        "port": "http"
       },
       "periodSeconds": 1
      },
      "volumeMounts": [
       {
        "mountPath": "/tmp",
        "name": "tmp"
       }
      ]
     }
    ],
    "enableServiceLinks": false,
    "securityContext": {
     "runAsGroup": 10001,
     "runAsNonRoot": true,
     "runAsUser": 10001,
     "seccompProfile": {
      "type": "RuntimeDefault"
     }
    },
    "terminationGracePeriodSeconds": 30,
    "topologySpreadConstraints": [
     {
      "labelSelector": {
       "matchLabels": {
        "app.kubernetes.io/name": "mcp-orchestrator"
       }
      },
      "maxSkew": 1,
      "topologyKey": "kubernetes.io/hostname",
      "whenUnsatisfiable": "ScheduleAnyway"
     }
    ],
    "volumes": [
     {
      "emptyDir": {
       "medium": "Memory",
       "sizeLimit": "16Mi"
      },
      "name": "tmp"
     }
    ]
   }
  }
 }
};
// /tmp/tmp.g8KMvlSIjs/base.yaml
export const m10: import('kubernetes-models/policy/v1/PodDisruptionBudget').IPodDisruptionBudget = {
 "apiVersion": "policy/v1",
 "kind": "PodDisruptionBudget",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "maxUnavailable": 1,
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator"
   }
  },
  "unhealthyPodEvictionPolicy": "AlwaysAllow"
 }
};
// /tmp/tmp.g8KMvlSIjs/base.yaml
export const m11: import('kubernetes-models/networking.k8s.io/v1/NetworkPolicy').INetworkPolicy = {
 "apiVersion": "networking.k8s.io/v1",
 "kind": "NetworkPolicy",
 "metadata": {
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator"
  },
  "name": "mcp-orchestrator"
 },
 "spec": {
  "egress": [
   {
    "ports": [
     {
      "port": 53,
      "protocol": "UDP"
     },
     {
      "port": 53,
      "protocol": "TCP"
     }
    ],
    "to": [
     {
      "namespaceSelector": {},
      "podSelector": {
       "matchLabels": {
        "k8s-app": "kube-dns"
       }
      }
     }
    ]
   },
   {
    "ports": [
     {
      "port": 6379
     }
    ]
   },
   {
    "ports": [
     {
      "port": 443
     }
    ]
   }
  ],
  "ingress": [
   {
    "from": [
     {
      "podSelector": {}
     }
    ],
    "ports": [
     {
      "port": "http"
     }
    ]
   }
  ],
  "podSelector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator"
   }
  },
  "policyTypes": [
   "Ingress",
   "Egress"
  ]
 }
};
// /tmp/tmp.g8KMvlSIjs/chart-all.yaml
export const m12: import('kubernetes-models/networking.k8s.io/v1/NetworkPolicy').INetworkPolicy = {
 "apiVersion": "networking.k8s.io/v1",
 "kind": "NetworkPolicy",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0"
  }
 },
 "spec": {
  "podSelector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator",
    "app.kubernetes.io/instance": "orchestrator"
   }
  },
  "policyTypes": [
   "Ingress",
   "Egress"
  ],
  "ingress": [
   {
    "from": [
     {
      "podSelector": {}
     },
     {
      "namespaceSelector": {},
      "podSelector": {
       "matchLabels": {
        "app.kubernetes.io/name": "prometheus"
       }
      }
     }
    ],
    "ports": [
     {
      "port": "http"
     }
    ]
   }
  ],
  "egress": [
   {
    "to": [
     {
      "namespaceSelector": {},
      "podSelector": {
       "matchLabels": {
        "k8s-app": "kube-dns"
       }
      }
     }
    ],
    "ports": [
     {
      "port": 53,
      "protocol": "UDP"
     },
     {
      "port": 53,
      "protocol": "TCP"
     }
    ]
   },
   {
    "ports": [
     {
      "port": 6379
     }
    ]
   },
   {
    "ports": [
     {
      "port": 443
     }
    ]
   }
  ]
 }
};
// /tmp/tmp.g8KMvlSIjs/chart-all.yaml
export const m13: import('kubernetes-models/policy/v1/PodDisruptionBudget').IPodDisruptionBudget = {
 "apiVersion": "policy/v1",
 "kind": "PodDisruptionBudget",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0"
  }
 },
 "spec": {
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator",
    "app.kubernetes.io/instance": "orchestrator"
   }
  },
  "maxUnavailable": 1,
  "unhealthyPodEvictionPolicy": "AlwaysAllow"
 }
};
// /tmp/tmp.g8KMvlSIjs/chart-all.yaml
export const m14: import('kubernetes-models/v1/Service').IService = {
 "apiVersion": "v1",
 "kind": "Service",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0"
  }
 },
 "spec": {
  "type": "ClusterIP",
  "selector": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator"
  },
  "ports": [
   {
    "name": "http",
    "port": 5060,
    "targetPort": "http"
   }
  ]
 }
};
// /tmp/tmp.g8KMvlSIjs/chart-all.yaml
export const m15: import('kubernetes-models/apps/v1/Deployment').IDeployment = {
 "apiVersion": "apps/v1",
 "kind": "Deployment",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0"
  }
 },
 "spec": {
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator",
    "app.kubernetes.io/instance": "orchestrator"
   }
  },
  "strategy": {
   "rollingUpdate": {
    "maxUnavailable": 0,
    "maxSurge": 1
   }
  },
  "template": {
   "metadata": {
    "labels": {
     "app.kubernetes.io/name": "mcp-orchestrator",
     "app.kubernetes.io/instance": "orchestrator",
     "app.kubernetes.io/version": "0.1.0",
     "app.kubernetes.io/managed-by": "Helm",
     "helm.sh/chart": "mcp-orchestrator-0.1.0"
    },
    "annotations": {
     "note": "text"
    }
   },
   "spec": {
    "imagePullSecrets": [
     {
      "name": "registry"
     }
    ],
    "nodeSelector": {
     "disk": "ssd"
    },
    "tolerations": [
     {
      "operator": "Exists"
     }
    ],
    "automountServiceAccountToken": false,
    "enableServiceLinks": false,
    "terminationGracePeriodSeconds": 30,
    "securityContext": {
     "runAsNonRoot": true,
     "runAsUser": 10001,
     "runAsGroup": 10001,
     "seccompProfile": {
      "type": "RuntimeDefault"
     }
    },
    "topologySpreadConstraints": [
     {
      "maxSkew": 1,
      "topologyKey": "kubernetes.io/hostname",
      "whenUnsatisfiable": "ScheduleAnyway",
      "labelSelector": {
       "matchLabels": {
        "app.kubernetes.io/name": "mcp-orchestrator",
        "app.kubernetes.io/instance": "orchestrator"
       }
      }
     }
    ],
    "containers": [
     {
      "name": "server",
      "image": "mcp-orchestrator:0.1.0",
      "imagePullPolicy": "IfNotPresent",
      "ports": [
       {
        "name": "http",
        "containerPort": 5060
       }
      ],
      "env": [
       {
        "name": "HOST",
        "value": "0.0.0.0"
       },
       {
        "name": "ORCHESTRATOR_ALLOWED_HOSTS",
        "value": "orchestrator-mcp-orchestrator,orchestrator-mcp-orchestrator.,orchestrator-mcp-orchestrator..svc,orchestrator-mcp-orchestrator..svc.cluster.local,orchestrator.example"
       },
       {
        "name": "ORCHESTRATOR_ALLOWED_ORIGINS",
        "value": "https://app.example"
       },
       {
        "name": "ORCHESTRATOR_API_KEY",
        "valueFrom": {
         "secretKeyRef": {
          "name": "keys",
          "key": "api-key"
         }
        }
       },
       {
        "name": "REDIS_PASSWORD",
        "valueFrom": {
         "secretKeyRef": {
          "name": "keys",
          "key": "redis-password",
          "optional": true
         }
        }
       },
       {
        "name": "REDIS_HOST",
        "value": "redis"
       },
       {
        "name": "REDIS_PORT",
        "value": "6379"
       },
       {
        "name": "REDIS_KEY_PREFIX",
        "value": "a:"
       },
       {
        "name": "DEFAULT_PROVIDER",
        "value": "openai"
       }
      ],
      "envFrom": [
       {
        "secretRef": {
         "name": "vendors"
        }
       }
      ],
      "startupProbe": {
       "httpGet": {
        "path": "/q/health/started",
        "port": "http"
       },
       "periodSeconds": 1,
       "failureThreshold": 60
      },
      "livenessProbe": {
       "httpGet": {
        "path": "/q/health/live",
        "port": "http"
       },
       "periodSeconds": 10,
       "timeoutSeconds": 3
      },
      "readinessProbe": {
       "httpGet": {
        "path": "/q/health/ready",
        "port": "http"
       },
       "periodSeconds": 2,
       "timeoutSeconds": 2
      },
      "lifecycle": {
       "preStop": {
        "sleep": {
         "seconds": 5
        }
       }
      },
      "resources": {
       "limits": {
        "memory": "768Mi"
       },
       "requests": {
        "cpu": "250m",
        "memory": "128Mi"
       }
      },
      "securityContext": {
       "allowPrivilegeEscalation": false,
       "readOnlyRootFilesystem": true,
       "capabilities": {
        "drop": [
         "ALL"
        ]
       }
      },
      "volumeMounts": [
       {
        "name": "tmp",
        "mountPath": "/tmp"
       }
      ]
     }
    ],
    "volumes": [
     {
      "name": "tmp",
      "emptyDir": {
       "medium": "Memory",
       "sizeLimit": "16Mi"
      }
     }
    ]
   }
  }
 }
};
// /tmp/tmp.g8KMvlSIjs/chart-all.yaml
export const m16: import('kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler').IHorizontalPodAutoscaler = {
 "apiVersion": "autoscaling/v2",
 "kind": "HorizontalPodAutoscaler",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0"
  }
 },
 "spec": {
  "scaleTargetRef": {
   "apiVersion": "apps/v1",
   "kind": "Deployment",
   "name": "orchestrator-mcp-orchestrator"
  },
  "minReplicas": 2,
  "maxReplicas": 10,
  "metrics": [
   {
    "type": "External",
    "external": {
     "metric": {
      "name": "orchestrator_workflows_waiting"
     },
     "target": {
      "type": "AverageValue",
      "averageValue": "50"
     }
    }
   }
  ],
  "behavior": {
   "scaleDown": {
    "stabilizationWindowSeconds": 300
   }
  }
 }
};
// /tmp/tmp.g8KMvlSIjs/chart-all.yaml
export const m17: import('@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor').IServiceMonitor = {
 "apiVersion": "monitoring.coreos.com/v1",
 "kind": "ServiceMonitor",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0",
   "release": "prometheus"
  }
 },
 "spec": {
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator",
    "app.kubernetes.io/instance": "orchestrator"
   }
  },
  "endpoints": [
   {
    "port": "http",
    "path": "/q/metrics",
    "interval": "15s",
    "authorization": {
     "type": "Bearer",
     "credentials": {
      "name": "keys",
      "key": "api-key"
     }
    }
   }
  ]
 }
};
// /tmp/tmp.g8KMvlSIjs/chart.yaml
export const m18: import('kubernetes-models/networking.k8s.io/v1/NetworkPolicy').INetworkPolicy = {
 "apiVersion": "networking.k8s.io/v1",
 "kind": "NetworkPolicy",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0"
  }
 },
 "spec": {
  "podSelector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator",
    "app.kubernetes.io/instance": "orchestrator"
   }
  },
  "policyTypes": [
   "Ingress",
   "Egress"
  ],
  "ingress": [
   {
    "from": [
     {
      "podSelector": {}
     }
    ],
    "ports": [
     {
      "port": "http"
     }
    ]
   }
  ],
  "egress": [
   {
    "to": [
     {
      "namespaceSelector": {},
      "podSelector": {
       "matchLabels": {
        "k8s-app": "kube-dns"
       }
      }
     }
    ],
    "ports": [
     {
      "port": 53,
      "protocol": "UDP"
     },
     {
      "port": 53,
      "protocol": "TCP"
     }
    ]
   },
   {
    "ports": [
     {
      "port": 6379
     }
    ]
   },
   {
    "ports": [
     {
      "port": 443
     }
    ]
   }
  ]
 }
};
// /tmp/tmp.g8KMvlSIjs/chart.yaml
export const m19: import('kubernetes-models/policy/v1/PodDisruptionBudget').IPodDisruptionBudget = {
 "apiVersion": "policy/v1",
 "kind": "PodDisruptionBudget",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0"
  }
 },
 "spec": {
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator",
    "app.kubernetes.io/instance": "orchestrator"
   }
  },
  "maxUnavailable": 1,
  "unhealthyPodEvictionPolicy": "AlwaysAllow"
 }
};
// /tmp/tmp.g8KMvlSIjs/chart.yaml
export const m20: import('kubernetes-models/v1/Service').IService = {
 "apiVersion": "v1",
 "kind": "Service",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0"
  }
 },
 "spec": {
  "type": "ClusterIP",
  "selector": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator"
  },
  "ports": [
   {
    "name": "http",
    "port": 5060,
    "targetPort": "http"
   }
  ]
 }
};
// /tmp/tmp.g8KMvlSIjs/chart.yaml
export const m21: import('kubernetes-models/apps/v1/Deployment').IDeployment = {
 "apiVersion": "apps/v1",
 "kind": "Deployment",
 "metadata": {
  "name": "orchestrator-mcp-orchestrator",
  "labels": {
   "app.kubernetes.io/name": "mcp-orchestrator",
   "app.kubernetes.io/instance": "orchestrator",
   "app.kubernetes.io/version": "0.1.0",
   "app.kubernetes.io/managed-by": "Helm",
   "helm.sh/chart": "mcp-orchestrator-0.1.0"
  }
 },
 "spec": {
  "replicas": 2,
  "selector": {
   "matchLabels": {
    "app.kubernetes.io/name": "mcp-orchestrator",
    "app.kubernetes.io/instance": "orchestrator"
   }
  },
  "strategy": {
   "rollingUpdate": {
    "maxUnavailable": 0,
    "maxSurge": 1
   }
  },
  "template": {
   "metadata": {
    "labels": {
     "app.kubernetes.io/name": "mcp-orchestrator",
     "app.kubernetes.io/instance": "orchestrator",
     "app.kubernetes.io/version": "0.1.0",
     "app.kubernetes.io/managed-by": "Helm",
     "helm.sh/chart": "mcp-orchestrator-0.1.0"
    }
   },
   "spec": {
    "automountServiceAccountToken": false,
    "enableServiceLinks": false,
    "terminationGracePeriodSeconds": 30,
    "securityContext": {
     "runAsNonRoot": true,
     "runAsUser": 10001,
     "runAsGroup": 10001,
     "seccompProfile": {
      "type": "RuntimeDefault"
     }
    },
    "topologySpreadConstraints": [
     {
      "maxSkew": 1,
      "topologyKey": "kubernetes.io/hostname",
      "whenUnsatisfiable": "ScheduleAnyway",
      "labelSelector": {
       "matchLabels": {
        "app.kubernetes.io/name": "mcp-orchestrator",
        "app.kubernetes.io/instance": "orchestrator"
       }
      }
     }
    ],
    "containers": [
     {
      "name": "server",
      "image": "mcp-orchestrator:0.1.0",
      "imagePullPolicy": "IfNotPresent",
      "ports": [
       {
        "name": "http",
        "containerPort": 5060
       }
      ],
      "env": [
       {
        "name": "HOST",
        "value": "0.0.0.0"
       },
       {
        "name": "ORCHESTRATOR_ALLOWED_HOSTS",
        "value": "orchestrator-mcp-orchestrator,orchestrator-mcp-orchestrator.,orchestrator-mcp-orchestrator..svc,orchestrator-mcp-orchestrator..svc.cluster.local"
       },
       {
        "name": "ORCHESTRATOR_API_KEY",
        "valueFrom": {
         "secretKeyRef": {
          "name": "orchestrator-mcp-orchestrator",
          "key": "api-key"
         }
        }
       },
       {
        "name": "REDIS_PASSWORD",
        "valueFrom": {
         "secretKeyRef": {
          "name": "orchestrator-mcp-orchestrator",
          "key": "redis-password",
          "optional": true
         }
        }
       },
       {
        "name": "REDIS_HOST",
        "value": "redis"
       },
       {
        "name": "REDIS_PORT",
        "value": "6379"
       }
      ],
      "startupProbe": {
       "httpGet": {
        "path": "/q/health/started",
        "port": "http"
       },
       "periodSeconds": 1,
       "failureThreshold": 60
      },
      "livenessProbe": {
       "httpGet": {
        "path": "/q/health/live",
        "port": "http"
       },
       "periodSeconds": 10,
       "timeoutSeconds": 3
      },
      "readinessProbe": {
       "httpGet": {
        "path": "/q/health/ready",
        "port": "http"
       },
       "periodSeconds": 2,
       "timeoutSeconds": 2
      },
      "lifecycle": {
       "preStop": {
        "sleep": {
         "seconds": 5
        }
       }
      },
      "resources": {
       "limits": {
        "memory": "768Mi"
       },
       "requests": {
        "cpu": "250m",
        "memory": "128Mi"
       }
      },
      "securityContext": {
       "allowPrivilegeEscalation": false,
       "readOnlyRootFilesystem": true,
       "capabilities": {
        "drop": [
         "ALL"
        ]
       }
      },
      "volumeMounts": [
       {
        "name": "tmp",
        "mountPath": "/tmp"
       }
      ]
     }
    ],
    "volumes": [
     {
      "name": "tmp",
      "emptyDir": {
       "medium": "Memory",
       "sizeLimit": "16Mi"
      }
     }
    ]
   }
  }
 }
};