"""Every way to ask the desk's pages something, in one table, each with the lowest role that may."""

from __future__ import annotations

from . import assets, layers
from .asking import Way
from .pages import deciding, incident, overview, publish, queue, report, voices
from .people import Role

WAYS: tuple[Way, ...] = (
    Way("/", "GET", Role.READER, "overview", overview.show),
    Way("/map", "GET", Role.READER, "map", overview.draw),
    Way("/layers", "GET", Role.READER, "layers", layers.list_layers),
    Way("/layers/{number}", "GET", Role.READER, "layer", layers.give_layer),
    Way("/incidents/{id}", "GET", Role.READER, "incident", incident.show),
    Way("/incidents/{id}/map", "GET", Role.READER, "incident_map", incident.draw),
    Way("/claims/{id}", "GET", Role.READER, "claim", incident.claim),
    Way("/reports/{id}", "GET", Role.READER, "report", report.show),
    Way("/reports/{id}/original", "GET", Role.READER, "original", report.original),
    Way("/reports/{id}/pages/{number}", "GET", Role.READER, "report_page", report.picture),
    Way("/queue", "GET", Role.READER, "queue", queue.show),
    Way("/queue/map/{key}", "GET", Role.READER, "queue_map", queue.draw),
    Way("/queue/decide", "POST", Role.CODER, "queue_decide", queue.decide),
    Way("/queue/undo", "POST", Role.CODER, "queue_undo", queue.undo),
    Way("/parties", "GET", Role.READER, "parties", voices.parties),
    Way("/speakers", "GET", Role.READER, "speakers", voices.speakers),
    Way("/publish", "GET", Role.READER, "publish", publish.show),
    Way("/publish", "POST", Role.EDITOR, "publish_now", publish.publish),
    Way("/publish/files/{name}", "GET", Role.EDITOR, "published", publish.fetch),
    Way("/decide", "POST", Role.CODER, "decide", deciding.decide),
    Way("/static/ground.js", "GET", Role.READER, "ground", assets.ground),
    Way("/static/first-level.json", "GET", Role.READER, "first_level", assets.first_level),
)
