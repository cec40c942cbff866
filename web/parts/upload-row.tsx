import { useText } from '../text/language.ts'
import { Trouble } from './states.tsx'
import type { Upload } from './use-uploads.ts'
import './photos.css'

export const photoTypes = 'image/jpeg,image/png,image/webp'

/** Photos of this page on their way, and what is wrong with one that did not arrive. */
export function UploadRow({ uploads, onRetry }: { uploads: readonly Upload[]; onRetry: (upload: Upload) => void }) {
  const { t } = useText()
  const failed = uploads.filter((upload) => upload.state === 'failed')
  return (
    <>
      {uploads.length > 0 && (
        <ul className="upload-row">
          {uploads.map((upload) => (
            <li key={upload.id} className="upload">
              <img src={upload.url} alt="" />
              <span className="upload-state" role="status">
                {t(
                  upload.state === 'sending'
                    ? 'web.upload.sending'
                    : upload.state === 'kept'
                      ? 'web.upload.kept'
                      : 'web.upload.failed',
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {failed.map((upload) => (
        <Trouble key={upload.id} error={upload.problem} retry={() => onRetry(upload)} />
      ))}
    </>
  )
}
