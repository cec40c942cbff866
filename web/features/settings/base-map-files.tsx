import { useText } from '../../text/language.ts'
import { sizeText } from './base-map-draft.ts'
import type { BaseMapSetting } from './queries.ts'

// catalogue keys: web.base-map.fault.*, web.base-map.form.*

/** The files that lie in the folder, to choose one of; those that no map can be drawn from say why. */
export function BaseMapFiles(props: {
  setting: BaseMapSetting
  chosen: string | null
  onChoose: (name: string) => void
}) {
  const { t } = useText()
  const { files, folder, file: kept } = props.setting
  const isGone = kept !== null && !files.some(({ name }) => name === kept)
  return (
    <fieldset className="base-map-files">
      <legend className="label">{t('web.base-map.file')}</legend>
      {isGone && <p className="attention">{t('web.base-map.file-gone', { name: kept })}</p>}
      {files.map((file) => (
        <label key={file.name} className="base-map-file">
          <input
            type="radio"
            name="file"
            disabled={file.fault !== null}
            checked={props.chosen === file.name}
            onChange={() => props.onChoose(file.name)}
          />
          <span>
            <span className="base-map-name">{file.name}</span>
            <span className="label base-map-note">
              {file.fault === null && file.form !== null
                ? t(`web.base-map.form.${file.form}`, {
                    size: sizeText(file.bytes),
                    min: file.minZoom ?? 0,
                    max: file.maxZoom ?? 0,
                  })
                : t(`web.base-map.fault.${file.fault ?? 'unreadable'}`)}
            </span>
          </span>
        </label>
      ))}
      <p className="label">
        {t(files.length === 0 ? 'web.base-map.no-files' : 'web.base-map.more-files')}{' '}
        <code className="mono base-map-name">{folder}</code>
      </p>
    </fieldset>
  )
}
