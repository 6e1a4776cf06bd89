/**
 * The only place of the lab that reads the environment. Everything else gets
 * these values as parameters.
 */
export interface LabEnvironment {
  /** `LAB_ACCEL`: forces the accelerator of every machine. */
  accel: 'kvm' | 'tcg' | undefined;
  /** `LAB_FOLDER`: where verdicts and downloaded kernels are kept between runs. */
  folder: string | undefined;
  /** `LAB_NAMESPACE`: the namespace that this process runs in; set by `enter.ts`. */
  namespace: string | undefined;
  /** The machine's own proxies, honoured by the mirror proxy. */
  httpProxy: string | undefined;
  httpsProxy: string | undefined;
}

/** Reads the lab's settings; throws when `LAB_ACCEL` is neither `kvm` nor `tcg`. */
export function labEnvironment(source: NodeJS.ProcessEnv = process.env): LabEnvironment {
  const accel = source.LAB_ACCEL || undefined;
  if (accel !== undefined && accel !== 'kvm' && accel !== 'tcg') {
    throw new Error(`LAB_ACCEL must be kvm or tcg, not "${accel}".`);
  }
  return {
    accel,
    folder: source.LAB_FOLDER || undefined,
    namespace: source.LAB_NAMESPACE || undefined,
    httpProxy: source.http_proxy || source.HTTP_PROXY || undefined,
    httpsProxy: source.https_proxy || source.HTTPS_PROXY || undefined,
  };
}
