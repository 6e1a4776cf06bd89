import { readableSpec } from './readable';

/** A spec as JSON, its long texts cut. */
export function SpecText({ spec, className = '' }: { spec: unknown; className?: string }) {
  return (
    <section
      aria-label="Spec"
      // A scrolling region must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className={`overflow-auto p-4 ${className}`}
    >
      <pre className="font-mono text-xs leading-5">
        {JSON.stringify(readableSpec(spec), null, 2)}
      </pre>
    </section>
  );
}
