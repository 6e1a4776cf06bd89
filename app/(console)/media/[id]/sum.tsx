import { Copy } from '@/app/_ui/copy';

/** A SHA-256, whole: to be held against another one by eye. */
export function Sum({ of }: { of: string }) {
  return (
    <p className="flex items-baseline gap-2 text-xs text-muted">
      <span className="shrink-0">SHA-256</span>
      <span className="min-w-0 font-mono break-all select-all">{of}</span>
      <span className="shrink-0">
        <Copy text={of} mono={false}>
          Copy
        </Copy>
      </span>
    </p>
  );
}
