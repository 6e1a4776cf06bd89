/**
 * What a program wrote, its end first in sight: where it failed is there. A
 * column that is laid out from below begins at its end, without a script.
 */
export function Output({ text, className = '' }: { text: string; className?: string }) {
  return (
    <div
      // A scrolling region must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className={`flex flex-col-reverse overflow-auto ${className}`}
    >
      <pre className="font-mono text-xs leading-5 break-words whitespace-pre-wrap">{text}</pre>
    </div>
  );
}
