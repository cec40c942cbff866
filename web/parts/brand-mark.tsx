/**
 * Weike's mark, the µ of the microgram. Drawn in the page: a picture of its own would be a document of its own to the browser, which a
 * slow processor has to put up in the middle of the first page. The browser's tab has it as `public/icon.png`.
 * @param size of its side [px]
 */
export function BrandMark({ size, className = '' }: { size: number; className?: string }) {
  return (
    <svg className={`brand-mark ${className}`} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="4" />
      <path d="M8 6v7.4c0 2.2 1.4 3.6 3.5 3.6s3.5-1.4 3.5-3.6V6M8 13v6.5M15 13c0 2.6.6 4 2.4 4" />
    </svg>
  )
}
