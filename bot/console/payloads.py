"""The bodies that Slack sends to an app: commands, interactions, events."""

from __future__ import annotations

from bot.console.model import JSON, Person, Team


class Payloads:
    """Builds bodies for one workspace and app."""

    def __init__(self, team: Team) -> None:
        """Take whose app it is."""
        self._team = team
        self._token = f"verification-{team.id}"  # deprecated, but Slack still sends one

    def command(
        self,
        person: Person,
        channel: JSON,
        *,
        name: str,
        text: str,
        trigger_id: str,
        response_url: str,
    ) -> dict[str, str]:
        """The form of a slash command."""
        return {
            "token": self._token,
            "team_id": self._team.id,
            "team_domain": self._team.domain,
            "channel_id": channel["id"],
            "channel_name": _channel_name(channel),
            "user_id": person.id,
            "user_name": person.name,
            "command": name,
            "text": text,
            "api_app_id": self._team.app_id,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": trigger_id,
        }

    def interaction(self, kind: str, person: Person, **more: object) -> JSON:
        """What all interactions share, and ``more``."""
        return {
            "type": kind,
            "team": {"id": self._team.id, "domain": self._team.domain},
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": self._team.id,
            },
            "api_app_id": self._team.app_id,
            "token": self._token,
            "enterprise": None,
            "is_enterprise_install": False,
            **more,
        }

    def message_place(self, channel: JSON, message: JSON) -> JSON:
        """Container, channel and message of an interaction with a message; an ephemeral's message is not sent."""
        ephemeral = bool(message.get("is_ephemeral"))
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel["id"],
            "is_ephemeral": ephemeral,
        }
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        place: JSON = {
            "container": container,
            "channel": {"id": channel["id"], "name": _channel_name(channel)},
        }
        return place if ephemeral else place | {"message": message}

    def challenge(self, challenge: str) -> JSON:
        """The body that asks for a challenge to be repeated."""
        return {"token": self._token, "challenge": challenge, "type": "url_verification"}

    def event(self, event: JSON, *, event_id: str, at: int) -> JSON:
        """The envelope of an Events API delivery."""
        authorization = {
            "enterprise_id": None,
            "team_id": self._team.id,
            "user_id": self._team.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": self._token,
            "team_id": self._team.id,
            "api_app_id": self._team.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": at,
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
        }


def _channel_name(channel: JSON) -> str:
    return "directmessage" if channel["is_im"] else str(channel["name"])
